package dev.zograf.contrib.filters.mask;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.Mask;

/** Makes masks hard: 1 from a value on, 0 below. */
@NodeType(id = "contrib.threshold-mask", title = "Threshold mask", category = "image/mask")
@Doc("Makes masks hard: 1 from a value on, 0 below.")
public final class ThresholdMask implements Node<ThresholdMask.In, ThresholdMask.Out> {

    /** What to do, and with what. */
    public record In(
            @Doc("The masks.") Mask mask,

            @Doc("The least value that becomes 1.") @Range(min = 0, max = 1, step = 0.01) @Default("0.5")
            double at) {}

    /** What came of it. */
    public record Out(@Doc("The masks, same size.") Mask mask) {}

    @Override
    public Out run(In in, RunContext ctx) {
        float at = (float) in.at();
        return new Out(Mask.of(in.mask().values().map(v -> v >= at ? 1 : 0)));
    }
}
