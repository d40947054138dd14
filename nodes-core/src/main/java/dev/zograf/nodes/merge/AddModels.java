package dev.zograf.nodes.merge;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.Denoiser;

/**
 * Adds two models weight by weight, {@code a * first + b * second}: a model that inpaints less the one that it was made of, plus one of a style,
 * inpaints in that style. Of a first that takes more channels than the second, the convolution that takes them stays as it is, times {@code a}.
 */
@NodeType(id = "add-models", title = "Add models", category = "model/merge")
@Doc(
        "Adds two models of one kind weight by weight, each times a factor: with -1, what the one has learned that the other has not. The files stay as they are.")
public final class AddModels implements Node<AddModels.In, AddModels.Out> {

    /** What to add. */
    public record In(
            @Doc("The first model; everything but the weights is as it has it.")
            Denoiser first,

            @Doc("The second model.") Denoiser second,

            @Doc("The factor of the first.") @Default("1") @Range(min = -10, max = 10, step = 0.01)
            double firstFactor,

            @Doc("The factor of the second.") @Default("1") @Range(min = -10, max = 10, step = 0.01)
            double secondFactor) {}

    /** The result. */
    public record Out(@Doc("The sum.") Denoiser model) {}

    @Override
    public Out run(In in, RunContext ctx) {
        MixedWeights.Shares shares = new MixedWeights.Shares(in.firstFactor(), in.secondFactor());
        return new Out(new Pair<>("models", in.first(), in.second())
                .mixed((first, second) -> MixedWeights.sum(first, second, shares)));
    }
}
