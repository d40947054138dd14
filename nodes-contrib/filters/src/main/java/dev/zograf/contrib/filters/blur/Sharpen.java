package dev.zograf.contrib.filters.blur;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.contrib.filters.pixels.Pixels;
import dev.zograf.contrib.opencv.Blur;

/** Sharpens pictures by an unsharp mask: adds what a blur takes away. */
@NodeType(id = "contrib.sharpen", title = "Sharpen", category = "image/blur")
@Doc("Sharpens pictures by an unsharp mask: adds what a blur takes away.")
public final class Sharpen implements Node<Sharpen.In, Sharpen.Out> {

    /** What to do, and with what. */
    public record In(
            @Doc("The pictures.") Image image,

            @Doc("How much is added; 0 changes nothing.") @Range(min = 0, max = 10, step = 0.01) @Default("1")
            double amount,

            @Doc("The standard deviation of the blur in pixels.") @Range(min = 0, max = 250, step = 0.1) @Default("1")
            double sigma,

            @Doc("Differences below this are left alone, so that noise is not sharpened.")
            @Range(min = 0, max = 1, step = 0.01)
            @Default("0")
            double threshold) {}

    /** What came of it. */
    public record Out(@Doc("The pictures, same size.") Image image) {}

    @Override
    public Out run(In in, RunContext ctx) {
        FloatTensor pixels = in.image().pixels();
        FloatTensor blurred = Blur.gaussian(pixels, in.sigma(), ctx);
        return new Out(Pixels.image(pixels.zip(blurred, (x, low) -> {
            double detail = x - low;
            return Math.abs(detail) < in.threshold() ? x : x + in.amount() * detail;
        })));
    }
}
