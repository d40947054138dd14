package dev.zograf.contrib.filters.mask;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.Mask;
import dev.zograf.contrib.filters.pixels.Pixels;
import dev.zograf.contrib.opencv.Blur;

/** Softens masks by a Gaussian. */
@NodeType(id = "contrib.blur-mask", title = "Blur mask", category = "image/mask")
@Doc("Softens masks by a Gaussian.")
public final class BlurMask implements Node<BlurMask.In, BlurMask.Out> {

    /** What to do, and with what. */
    public record In(
            @Doc("The masks.") Mask mask,

            @Doc("The standard deviation in pixels; 0 changes nothing.")
            @Range(min = 0, max = 250, step = 0.1)
            @Default("4")
            double sigma) {}

    /** What came of it. */
    public record Out(@Doc("The masks, same size.") Mask mask) {}

    @Override
    public Out run(In in, RunContext ctx) {
        return new Out(Pixels.mask(Blur.gaussian(Pixels.planes(in.mask()), in.sigma(), ctx)));
    }
}
