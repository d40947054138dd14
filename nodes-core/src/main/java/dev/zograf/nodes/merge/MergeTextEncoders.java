package dev.zograf.nodes.merge;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.TextEncoder;

/** Mixes two text encoders of one kind weight by weight, {@code ratio * first + (1 - ratio) * second}. */
@NodeType(id = "merge-text-encoders", title = "Merge text encoders", category = "model/merge")
@Doc("Mixes two text encoders of one kind weight by weight. The files stay as they are.")
public final class MergeTextEncoders implements Node<MergeTextEncoders.In, MergeTextEncoders.Out> {

    /** What to mix, and how. */
    public record In(
            @Doc("The first encoder; everything but the weights is as it has it.")
            TextEncoder first,

            @Doc("The second encoder.") TextEncoder second,

            @Doc("How much of the first there is: 1 is all, 0 is nothing.")
            @Default("1")
            @Range(min = 0, max = 1, step = 0.01)
            double ratio) {}

    /** The result. */
    public record Out(@Doc("The mixed encoder.") TextEncoder encoder) {}

    @Override
    public Out run(In in, RunContext ctx) {
        String ratio = String.valueOf(in.ratio());
        return new Out(new Pair<>("encoders", in.first(), in.second())
                .mixed((first, second) -> MixedWeights.of(first, second, name -> in.ratio(), ratio)));
    }
}
