package dev.zograf.contrib.filters.mask;

import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.Mask;

/** Swaps what a mask chooses and what it leaves. */
@NodeType(id = "contrib.invert-mask", title = "Invert mask", category = "image/mask")
@Doc("Swaps what a mask chooses and what it leaves.")
public final class InvertMask implements Node<InvertMask.In, InvertMask.Out> {

    /** What to do, and with what. */
    public record In(@Doc("The masks.") Mask mask) {}

    /** What came of it. */
    public record Out(@Doc("The masks, same size.") Mask mask) {}

    @Override
    public Out run(In in, RunContext ctx) {
        return new Out(Mask.of(in.mask().values().map(v -> 1 - v)));
    }
}
