package dev.zograf.nodes.merge;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.TextEncoder;

/** Adds two text encoders weight by weight, {@code a * first + b * second}. */
@NodeType(id = "add-text-encoders", title = "Add text encoders", category = "model/merge")
@Doc(
        "Adds two encoders of one kind weight by weight, each times a factor: with -1, what the one has learned that the other has not. The files stay as they are.")
public final class AddTextEncoders implements Node<AddTextEncoders.In, AddTextEncoders.Out> {

    /** What to add. */
    public record In(
            @Doc("The first encoder; everything but the weights is as it has it.")
            TextEncoder first,

            @Doc("The second encoder.") TextEncoder second,

            @Doc("The factor of the first.") @Default("1") @Range(min = -10, max = 10, step = 0.01)
            double firstFactor,

            @Doc("The factor of the second.") @Default("1") @Range(min = -10, max = 10, step = 0.01)
            double secondFactor) {}

    /** The result. */
    public record Out(@Doc("The sum.") TextEncoder encoder) {}

    @Override
    public Out run(In in, RunContext ctx) {
        MixedWeights.Shares shares = new MixedWeights.Shares(in.firstFactor(), in.secondFactor());
        return new Out(new Pair<>("encoders", in.first(), in.second())
                .mixed((first, second) -> MixedWeights.sum(first, second, shares)));
    }
}
