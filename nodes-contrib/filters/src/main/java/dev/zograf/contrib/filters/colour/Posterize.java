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

/** Rounds each channel to a few levels. */
@NodeType(id = "contrib.posterize", title = "Posterize", category = "image/colour")
@Doc("Rounds each channel to a few levels.")
public final class Posterize implements Node<Posterize.In, Posterize.Out> {

    /** What to do, and with what. */
    public record In(
            @Doc("The pictures.") Image image,

            @Doc("How many levels a channel has.") @Range(min = 2, max = 256) @Default("4")
            int levels) {}

    /** What came of it. */
    public record Out(@Doc("The pictures, same size.") Image image) {}

    @Override
    public Out run(In in, RunContext ctx) {
        int steps = in.levels() - 1;
        return new Out(Pixels.map(in.image(), ctx, Channels.curve("all", x -> Math.rint(x * steps) / steps)));
    }
}
