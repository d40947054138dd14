package dev.zograf.contrib.filters.mask;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.contrib.filters.pixels.Colours;
import dev.zograf.contrib.filters.pixels.Sizes;
import dev.zograf.contrib.filters.size.Resizing;

/** Makes a picture of one colour. */
@NodeType(id = "contrib.solid-image", title = "Solid image", category = "image/draw")
@Doc("Makes a picture of one colour.")
public final class SolidImage implements Node<SolidImage.In, SolidImage.Out> {

    /** What to do, and with what. */
    public record In(
            @Doc("The width in pixels.") @Range(min = 1, max = 16384)
            int width,

            @Doc("The height in pixels.") @Range(min = 1, max = 16384)
            int height,

            @Doc("The colour.") @Default("#ffffff") String colour) {

        /** Not too many pixels. */
        public In {
            Colours.parse("colour", colour);
            Sizes.of("width", width, height);
        }
    }

    /** What came of it. */
    public record Out(@Doc("The picture.") Image image) {}

    @Override
    public Out run(In in, RunContext ctx) {
        float[] colour = Colours.parse("colour", in.colour());
        FloatTensor dot = FloatTensor.of(colour, 1, 3, 1, 1);
        return new Out(Image.of(Resizing.resize(dot, in.width(), in.height(), "nearest", ctx)));
    }
}
