package dev.zograf.nodes.image;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.Unit;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Mask;
import dev.zograf.nodes.latent.SizeBound;
import java.util.Arrays;

/** Puts a grey border around pictures and makes the mask of what is to be painted there, as node-based interfaces do it. */
@NodeType(id = "pad-for-outpaint", title = "Pad for outpainting", category = "image/transform")
@Doc(
        "Puts a grey border around pictures and makes the mask of what is to be painted there, as node-based interfaces do it.")
public final class PadForOutpaint implements Node<PadForOutpaint.In, PadForOutpaint.Out> {

    private static final float GREY = 0.5f;

    /** What to pad, and where. */
    public record In(
            @Doc("The pictures.") Image image,

            @Doc("How much at the left.") @Default("0") @Range(min = 0, max = 16384, step = 8) @Unit("px")
            int left,

            @Doc("How much at the top.") @Default("0") @Range(min = 0, max = 16384, step = 8) @Unit("px")
            int top,

            @Doc("How much at the right.") @Default("0") @Range(min = 0, max = 16384, step = 8) @Unit("px")
            int right,

            @Doc("How much at the bottom.") @Default("0") @Range(min = 0, max = 16384, step = 8) @Unit("px")
            int bottom,

            @Doc("How far the mask reaches into the picture, fading; it does not where that is half of a side or more.")
            @Default("40")
            @Range(min = 0, max = 16384, step = 1)
            @Unit("px")
            int feather) {}

    /** The result. */
    public record Out(
            @Doc("The pictures with their border.") Image image,

            @Doc("1 in the border, fading to 0 inside of the picture.")
            Mask mask) {}

    @Override
    public Out run(In in, RunContext ctx) {
        FloatTensor pixels = in.image().pixels();
        int h = pixels.dim(2);
        int w = pixels.dim(3);
        int height = h + in.top() + in.bottom();
        int width = w + in.left() + in.right();
        SizeBound.check("left", width, height, "Choose narrower borders.");
        ctx.willMake(width, height, in.image().batch());
        float[] out = new float[pixels.dim(0) * 3 * height * width];
        float[] mask = new float[height * width];
        Arrays.fill(out, GREY);
        Arrays.fill(mask, 1);
        for (int i = 0; i < pixels.size(); i++) {
            int x = i % w;
            int y = i / w % h;
            int at = (y + in.top()) * width + x + in.left();
            out[i / (w * h) * height * width + at] = pixels.at(i);
            mask[at] = fade(in, x, y, w, h);
        }
        return new Out(
                Image.of(FloatTensor.wrap(out, pixels.dim(0), 3, height, width)),
                Mask.of(FloatTensor.wrap(mask, 1, height, width)));
    }

    /** The square of what is left of the way from a side with a border; from the right and the bottom it is one pixel longer. */
    private static float fade(In in, int x, int y, int w, int h) {
        if (2L * in.feather() >= w || 2L * in.feather() >= h) {
            return 0;
        }
        int near = in.feather();
        near = in.top() > 0 ? Math.min(near, y) : near;
        near = in.bottom() > 0 ? Math.min(near, h - y) : near;
        near = in.left() > 0 ? Math.min(near, x) : near;
        near = in.right() > 0 ? Math.min(near, w - x) : near;
        double left = near < in.feather() ? (double) (in.feather() - near) / in.feather() : 0;
        return (float) (left * left);
    }
}
