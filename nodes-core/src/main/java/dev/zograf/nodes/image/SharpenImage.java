package dev.zograf.nodes.image;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.Unit;
import dev.zograf.api.value.Image;

/**
 * Sharpens pictures by what a blur takes from them, as node-based interfaces do it: {@code x + 10 alpha (x - blurred(x))}, clipped to 0 to 1.
 */
@NodeType(id = "sharpen-image", title = "Sharpen image", category = "image/filter")
@Doc("Sharpens pictures by what a blur takes from them, as node-based interfaces do it.")
public final class SharpenImage implements Node<SharpenImage.In, SharpenImage.Out> {

    private static final double PER_ALPHA = 10;

    /** Which pictures, and how much. */
    public record In(
            @Doc("The pictures.") Image image,

            @Doc("How far the blur looks to each side.") @Default("1") @Range(min = 1, max = 31, step = 1) @Unit("px")
            int radius,

            @Doc("How wide the blur's curve is, in units of the radius.")
            @Default("1")
            @Range(min = 0.1, max = 10, step = 0.01)
            double sigma,

            @Doc("How much of the difference is added, in tens.") @Default("1") @Range(min = 0, max = 5, step = 0.01)
            double alpha) {}

    /** The result. */
    public record Out(@Doc("The pictures, same size.") Image image) {}

    @Override
    public Out run(In in, RunContext ctx) {
        double amount = PER_ALPHA * in.alpha();
        double[] kernel = Convolution.bell(in.radius(), in.sigma());
        for (int i = 0; i < kernel.length; i++) {
            kernel[i] *= -amount;
        }
        kernel[kernel.length / 2] += 1 + amount;
        return new Out(Image.of(Convolution.of(in.image(), kernel, in.radius()).clamp(0, 1)));
    }
}
