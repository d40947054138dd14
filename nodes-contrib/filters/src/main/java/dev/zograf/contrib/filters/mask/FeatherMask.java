package dev.zograf.contrib.filters.mask;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Mask;

/** Fades masks out towards the sides of the picture. The outermost of n pixels keeps 1/n of its value, the
 * next 2/n, and so on. */
@NodeType(id = "contrib.feather-mask", title = "Feather mask", category = "image/mask")
@Doc("Fades masks out towards the sides of the picture.")
public final class FeatherMask implements Node<FeatherMask.In, FeatherMask.Out> {

    /** What to do, and with what. */
    public record In(
            @Doc("The masks.") Mask mask,

            @Doc("Over how many pixels from the left.") @Range(min = 0, max = 16384) @Default("0")
            int left,

            @Doc("Over how many pixels from the top.") @Range(min = 0, max = 16384) @Default("0")
            int top,

            @Doc("Over how many pixels from the right.") @Range(min = 0, max = 16384) @Default("0")
            int right,

            @Doc("Over how many pixels from the bottom.") @Range(min = 0, max = 16384) @Default("0")
            int bottom) {}

    /** What came of it. */
    public record Out(@Doc("The masks, same size.") Mask mask) {}

    @Override
    public Out run(In in, RunContext ctx) {
        int width = in.mask().width();
        int height = in.mask().height();
        float[] out = in.mask().values().toArray();
        for (int i = 0; i < out.length; i++) {
            int x = i % width;
            int y = i / width % height;
            out[i] = (float) (out[i]
                    * ramp(x, in.left())
                    * ramp(width - 1 - x, in.right())
                    * ramp(y, in.top())
                    * ramp(height - 1 - y, in.bottom()));
        }
        return new Out(Mask.of(FloatTensor.wrap(out, in.mask().values().shape())));
    }

    private static double ramp(int distance, int over) {
        return distance + 1 >= over ? 1 : (distance + 1.0) / over;
    }
}
