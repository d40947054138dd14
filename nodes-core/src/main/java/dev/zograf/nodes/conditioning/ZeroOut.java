package dev.zograf.nodes.conditioning;

import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;

/** Makes a prompt say nothing at all: zeros instead of tokens and pooled text. */
@NodeType(id = "zero-out", title = "Zero out", category = "conditioning")
@Doc("Makes a prompt say nothing at all: zeros instead of tokens and pooled text.")
public final class ZeroOut implements Node<ZeroOut.In, ZeroOut.Out> {

    /** Which prompt to silence. */
    public record In(
            @Doc("The prompt; what else is attached to it stays.")
            Conditioning conditioning) {}

    /** The result. */
    public record Out(@Doc("The silent prompt.") Conditioning conditioning) {}

    @Override
    public Out run(In in, RunContext ctx) {
        return new Out(in.conditioning().mapParts(part -> {
            Conditioning silent =
                    part.withTokens(FloatTensor.zeros(part.tokens().shape()));
            return silent.get(Conditioning.POOLED)
                    .map(pooled -> silent.with(Conditioning.POOLED, FloatTensor.zeros(pooled.shape())))
                    .orElse(silent);
        }));
    }
}
