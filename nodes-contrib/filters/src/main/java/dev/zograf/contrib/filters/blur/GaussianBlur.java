package dev.zograf.contrib.filters.blur;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.Image;
import dev.zograf.contrib.filters.pixels.Pixels;
import dev.zograf.contrib.opencv.Blur;

/** Blurs pictures by a Gaussian. */
@NodeType(id = "contrib.gaussian-blur", title = "Gaussian blur", category = "image/blur")
@Doc("Blurs pictures by a Gaussian.")
public final class GaussianBlur implements Node<GaussianBlur.In, GaussianBlur.Out> {

    /** What to do, and with what. */
    public record In(
            @Doc("The pictures.") Image image,

            @Doc("The standard deviation in pixels; 0 changes nothing.")
            @Range(min = 0, max = 250, step = 0.1)
            @Default("2")
            double sigma) {}

    /** What came of it. */
    public record Out(@Doc("The pictures, same size.") Image image) {}

    @Override
    public Out run(In in, RunContext ctx) {
        return new Out(Pixels.image(Blur.gaussian(in.image().pixels(), in.sigma(), ctx)));
    }
}
