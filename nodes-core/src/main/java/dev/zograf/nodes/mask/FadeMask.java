package dev.zograf.nodes.mask;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.Unit;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Mask;
import java.util.stream.IntStream;

/**
 * Lets masks fade out towards the borders of the picture, as ComfyUI's FeatherMask does it: {@code (k + 1) / n} at the k-th of n pixels from
 * the left or the top. From the right and the bottom its count begins one pixel late, and the {@code 1 / n} that belongs to the outermost
 * column or row there goes to the first one.
 */
@NodeType(id = "fade-mask", title = "Fade mask", category = "mask")
@Doc("Lets masks fade out towards the borders of the picture, to the last pixel as ComfyUI's FeatherMask does it.")
public final class FadeMask implements Node<FadeMask.In, FadeMask.Out> {

    /** Which masks, and over how many pixels. */
    public record In(
            @Doc("The masks.") Mask mask,

            @Doc("Over how many pixels from the left.") @Default("0") @Range(min = 0, max = 16384, step = 1) @Unit("px")
            int left,

            @Doc("Over how many pixels from the top.") @Default("0") @Range(min = 0, max = 16384, step = 1) @Unit("px")
            int top,

            @Doc("Over how many pixels from the right.")
            @Default("0")
            @Range(min = 0, max = 16384, step = 1)
            @Unit("px")
            int right,

            @Doc("Over how many pixels from the bottom.")
            @Default("0")
            @Range(min = 0, max = 16384, step = 1)
            @Unit("px")
            int bottom) {}

    /** The result. */
    public record Out(@Doc("The masks, same size.") Mask mask) {}

    @Override
    public Out run(In in, RunContext ctx) {
        FloatTensor values = in.mask().values();
        int h = values.dim(1);
        int w = values.dim(2);
        double[] columns = shares(w, in.left(), in.right());
        double[] rows = shares(h, in.top(), in.bottom());
        float[] out = new float[values.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) (values.at(i) * columns[i % w] * rows[i / w % h]);
        }
        return new Out(Mask.of(FloatTensor.wrap(out, values.shape())));
    }

    /** What each place along an axis is multiplied by. */
    private static double[] shares(int size, int first, int last) {
        double[] out = IntStream.range(0, size).mapToDouble(i -> 1).toArray();
        int ahead = Math.min(first, size);
        for (int i = 0; i < ahead; i++) {
            out[i] *= (i + 1.0) / ahead;
        }
        int behind = Math.min(last, size);
        for (int i = 0; i < behind; i++) {
            out[i == 0 ? 0 : size - i] *= (i + 1.0) / behind;
        }
        return out;
    }
}
