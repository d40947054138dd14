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

/** Lets masks grow or shrink pixel by pixel: each takes the greatest or the least value of its neighbours, again and again. */
@NodeType(id = "grow-mask", title = "Grow mask", category = "mask")
@Doc(
        "Lets masks grow or shrink pixel by pixel: each takes the greatest or the least value of its neighbours, again and again.")
public final class GrowMask implements Node<GrowMask.In, GrowMask.Out> {

    /** Which masks, and how far. */
    public record In(
            @Doc("The masks.") Mask mask,

            @Doc("By how many pixels; a negative number lets them shrink.")
            @Default("0")
            @Range(min = -16384, max = 16384, step = 1)
            @Unit("px")
            int expand,

            @Doc(
                    "Whether only the four nearest are neighbours, so that squares become diamonds; otherwise those at the corners, too.")
            @Default("true")
            boolean tapered) {}

    /** The result. */
    public record Out(@Doc("The masks, same size.") Mask mask) {}

    @Override
    public Out run(In in, RunContext ctx) {
        FloatTensor values = in.mask().values();
        int steps = Math.abs(in.expand());
        for (int i = 0; i < steps; i++) {
            FloatTensor next = step(values, in.expand() > 0, in.tapered());
            ctx.progress(i + 1, steps);
            boolean settled = next.buffer().equals(values.buffer());
            values = next;
            if (settled) {
                break;
            }
        }
        return new Out(Mask.of(values));
    }

    /** What lies beyond the border is what lies on it, which changes nothing. */
    private static FloatTensor step(FloatTensor from, boolean grows, boolean tapered) {
        int h = from.dim(1);
        int w = from.dim(2);
        float[] out = new float[from.size()];
        for (int i = 0; i < out.length; i++) {
            int x = i % w;
            int y = i / w % h;
            float best = from.at(i);
            for (int dy = y > 0 ? -1 : 0; dy <= (y < h - 1 ? 1 : 0); dy++) {
                for (int dx = x > 0 ? -1 : 0; dx <= (x < w - 1 ? 1 : 0); dx++) {
                    if (!tapered || dx == 0 || dy == 0) {
                        float value = from.at(i + dy * w + dx);
                        best = grows ? Math.max(best, value) : Math.min(best, value);
                    }
                }
            }
            out[i] = best;
        }
        return FloatTensor.wrap(out, from.shape());
    }
}
