package dev.zograf.contrib.filters.size;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.Image;
import dev.zograf.contrib.filters.pixels.Colours;

/** Adds a border to pictures. */
@NodeType(id = "contrib.pad-image", title = "Pad image", category = "image/transform")
@Doc("Adds a border to pictures.")
public final class PadImage implements Node<PadImage.In, PadImage.Out> {

    /** What to do, and with what. */
    public record In(
            @Doc("The pictures.") Image image,

            @Doc("Pixels to add at the left.") @Range(min = 0, max = 16384) @Default("0")
            int left,

            @Doc("Pixels to add at the top.") @Range(min = 0, max = 16384) @Default("0")
            int top,

            @Doc("Pixels to add at the right.") @Range(min = 0, max = 16384) @Default("0")
            int right,

            @Doc("Pixels to add at the bottom.") @Range(min = 0, max = 16384) @Default("0")
            int bottom,

            @Doc("What is added: one colour, the picture mirrored, or its outermost pixels repeated.")
            @Choices({"constant", "reflect", "replicate"})
            @Default("constant")
            String fill,

            @Doc("The colour of a constant border.") @Default("#000000")
            String colour) {

        /** The colour must be one. */
        public In {
            Colours.parse("colour", colour);
        }
    }

    /** What came of it. */
    public record Out(
            @Doc("The pictures in their new size.") Image image) {}

    @Override
    public Out run(In in, RunContext ctx) {
        return new Out(
                Padding.pad(in.image(), in.left(), in.top(), in.right(), in.bottom(), in.fill(), in.colour(), ctx));
    }
}
