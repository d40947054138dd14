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

/** Replaces each pixel by the mean of a square around it. */
@NodeType(id = "contrib.box-blur", title = "Box blur", category = "image/blur")
@Doc("Replaces each pixel by the mean of a square around it.")
public final class BoxBlur implements Node<BoxBlur.In, BoxBlur.Out> {

    /** What to do, and with what. */
    public record In(
            @Doc("The pictures.") Image image,

            @Doc("Pixels from the middle of the square to its side.") @Range(min = 0, max = 500) @Default("2")
            int radius) {}

    /** What came of it. */
    public record Out(@Doc("The pictures, same size.") Image image) {}

    @Override
    public Out run(In in, RunContext ctx) {
        return new Out(Pixels.image(Blur.box(in.image().pixels(), in.radius(), ctx)));
    }
}
