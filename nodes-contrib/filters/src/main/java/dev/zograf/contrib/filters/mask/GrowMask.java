package dev.zograf.contrib.filters.mask;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Mask;
import dev.zograf.contrib.filters.pixels.Pixels;
import dev.zograf.contrib.opencv.Morphology;

/** Grows or shrinks masks. Beyond the border of the picture nothing
 * is assumed, so a mask neither enters nor recedes from there. */
@NodeType(id = "contrib.grow-mask", title = "Grow mask", category = "image/mask")
@Doc("Grows or shrinks masks.")
public final class GrowMask implements Node<GrowMask.In, GrowMask.Out> {

    /** What to do, and with what. */
    public record In(
            @Doc("The masks.") Mask mask,

            @Doc("By how many pixels; negative shrinks.") @Range(min = -512, max = 512)
            int pixels,

            @Doc("Whether corners become round instead of square.") @Default("true")
            boolean round) {}

    /** What came of it. */
    public record Out(@Doc("The masks, same size.") Mask mask) {}

    @Override
    public Out run(In in, RunContext ctx) {
        FloatTensor planes = Pixels.planes(in.mask());
        if (in.pixels() == 0) {
            return new Out(in.mask());
        }
        return new Out(Pixels.mask(
                in.pixels() > 0
                        ? Morphology.grow(planes, in.pixels(), in.round(), ctx)
                        : Morphology.shrink(planes, -in.pixels(), in.round(), ctx)));
    }
}
