package dev.zograf.contrib.filters.colour;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.Image;
import dev.zograf.contrib.filters.pixels.Channels;
import dev.zograf.contrib.filters.pixels.Pixels;

/** Turns pictures into their negatives, wholly or in part. */
@NodeType(id = "contrib.invert-image", title = "Invert image", category = "image/colour")
@Doc("Turns pictures into their negatives, wholly or in part.")
public final class InvertImage implements Node<InvertImage.In, InvertImage.Out> {

    /** What to do, and with what. */
    public record In(
            @Doc("The pictures.") Image image,

            @Doc("0 keeps the picture, 1 inverts it.") @Range(min = 0, max = 1, step = 0.01) @Default("1")
            double strength) {}

    /** What came of it. */
    public record Out(@Doc("The pictures, same size.") Image image) {}

    @Override
    public Out run(In in, RunContext ctx) {
        double s = in.strength();
        return new Out(Pixels.map(in.image(), ctx, Channels.curve("all", x -> x + s * (1 - 2 * x))));
    }
}
