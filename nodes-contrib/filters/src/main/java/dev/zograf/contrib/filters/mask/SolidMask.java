package dev.zograf.contrib.filters.mask;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Mask;
import dev.zograf.contrib.filters.pixels.Sizes;

/** Makes a mask of one value. */
@NodeType(id = "contrib.solid-mask", title = "Solid mask", category = "image/mask")
@Doc("Makes a mask of one value.")
public final class SolidMask implements Node<SolidMask.In, SolidMask.Out> {

    /** What to do, and with what. */
    public record In(
            @Doc("The width in pixels.") @Range(min = 1, max = 16384)
            int width,

            @Doc("The height in pixels.") @Range(min = 1, max = 16384)
            int height,

            @Doc("The value: 0 leaves, 1 repaints.") @Range(min = 0, max = 1, step = 0.01) @Default("1")
            double value) {

        /** Not too many pixels. */
        public In {
            Sizes.of("width", width, height);
        }
    }

    /** What came of it. */
    public record Out(@Doc("The mask.") Mask mask) {}

    @Override
    public Out run(In in, RunContext ctx) {
        ctx.willMake(in.width(), in.height(), 1);
        return new Out(Mask.of(FloatTensor.zeros(1, in.height(), in.width()).map(zero -> in.value())));
    }
}
