package dev.zograf.nodes.mask;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.Mask;

/** Makes masks hard: 1 above a value, 0 up to it. */
@NodeType(id = "threshold-mask", title = "Threshold mask", category = "mask")
@Doc("Makes masks hard: 1 above a value, 0 up to it.")
public final class ThresholdMask implements Node<ThresholdMask.In, ThresholdMask.Out> {

    /** Which masks, and where to divide. */
    public record In(
            @Doc("The masks.") Mask mask,

            @Doc("The greatest value that becomes 0.") @Default("0.5") @Range(min = 0, max = 1, step = 0.01)
            double above) {}

    /** The result. */
    public record Out(@Doc("The masks, same size.") Mask mask) {}

    @Override
    public Out run(In in, RunContext ctx) {
        float above = (float) in.above();
        return new Out(Mask.of(in.mask().values().map(v -> v > above ? 1 : 0)));
    }
}
