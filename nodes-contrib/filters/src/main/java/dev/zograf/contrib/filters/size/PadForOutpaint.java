package dev.zograf.contrib.filters.size;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Mask;
import dev.zograf.contrib.filters.pixels.Colours;
import java.util.Arrays;

/** Adds a border that is to be painted, and makes the mask for it. */
@NodeType(id = "contrib.pad-for-outpaint", title = "Pad for outpainting", category = "image/transform")
@Doc("Adds a border that is to be painted, and makes the mask for it.")
public final class PadForOutpaint implements Node<PadForOutpaint.In, PadForOutpaint.Out> {

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

            @Doc("How far the mask reaches into the picture, fading, so that no seam shows; in pixels.")
            @Range(min = 0, max = 4096)
            @Default("24")
            int feather,

            @Doc("What is added: one colour, the picture mirrored, or its outermost pixels repeated.")
            @Choices({"constant", "reflect", "replicate"})
            @Default("constant")
            String fill,

            @Doc("The colour of a constant border.") @Default("#808080")
            String colour) {

        /** The colour must be one. */
        public In {
            Colours.parse("colour", colour);
        }
    }

    /** What came of it. */
    public record Out(
            @Doc("The pictures with the border.") Image image,

            @Doc("1 in the border, fading to 0 inside the picture.")
            Mask mask) {}

    @Override
    public Out run(In in, RunContext ctx) {
        Image image = in.image();
        Image padded = Padding.pad(image, in.left(), in.top(), in.right(), in.bottom(), in.fill(), in.colour(), ctx);
        float[] mask = new float[padded.width() * padded.height()];
        Arrays.fill(mask, 1);
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                mask[(y + in.top()) * padded.width() + x + in.left()] = fade(in, x, y);
            }
        }
        return new Out(padded, Mask.of(FloatTensor.wrap(mask, 1, padded.height(), padded.width())));
    }

    /** The square of what is left of the way, from a side that got a border, to where the mask ends. */
    private static float fade(In in, int x, int y) {
        int near = Integer.MAX_VALUE;
        near = in.left() > 0 ? Math.min(near, x) : near;
        near = in.top() > 0 ? Math.min(near, y) : near;
        near = in.right() > 0 ? Math.min(near, in.image().width() - 1 - x) : near;
        near = in.bottom() > 0 ? Math.min(near, in.image().height() - 1 - y) : near;
        if (near >= in.feather()) {
            return 0;
        }
        float left = (in.feather() - near) / (float) in.feather();
        return left * left;
    }
}
