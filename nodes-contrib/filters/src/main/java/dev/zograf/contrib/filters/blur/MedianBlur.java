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

/** Replaces each pixel by the median of a square around it, which takes out specks and keeps edges. */
@NodeType(id = "contrib.median-blur", title = "Median blur", category = "image/blur")
@Doc("Replaces each pixel by the median of a square around it, which takes out specks and keeps edges.")
public final class MedianBlur implements Node<MedianBlur.In, MedianBlur.Out> {

    /** What to do, and with what. */
    public record In(
            @Doc("The pictures.") Image image,

            @Doc("Pixels from the middle of the square to its side; above 2 the result has 8 bits.")
            @Range(min = 0, max = 100)
            @Default("1")
            int radius) {}

    /** What came of it. */
    public record Out(@Doc("The pictures, same size.") Image image) {}

    @Override
    public Out run(In in, RunContext ctx) {
        return new Out(Pixels.image(Blur.median(in.image().pixels(), in.radius(), ctx)));
    }
}
