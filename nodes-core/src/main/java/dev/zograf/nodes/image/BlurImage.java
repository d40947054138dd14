package dev.zograf.nodes.image;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.Unit;
import dev.zograf.api.value.Image;

/** Blurs pictures under a bell curve that is cut off at a radius, as node-based interfaces do it. */
@NodeType(id = "blur-image", title = "Blur image", category = "image/filter")
@Doc("Blurs pictures under a bell curve that is cut off at a radius, as node-based interfaces do it.")
public final class BlurImage implements Node<BlurImage.In, BlurImage.Out> {

    /** Which pictures, and how much. */
    public record In(
            @Doc("The pictures.") Image image,

            @Doc("How far a pixel looks to each side.") @Default("1") @Range(min = 1, max = 31, step = 1) @Unit("px")
            int radius,

            @Doc("How wide the curve is, in units of the radius; 1 is nearly even.")
            @Default("1")
            @Range(min = 0.1, max = 10, step = 0.1)
            double sigma) {}

    /** The result. */
    public record Out(@Doc("The pictures, same size.") Image image) {}

    @Override
    public Out run(In in, RunContext ctx) {
        double[] bell = Convolution.bell(in.radius(), in.sigma());
        return new Out(Image.of(Convolution.of(in.image(), bell, in.radius())));
    }
}
