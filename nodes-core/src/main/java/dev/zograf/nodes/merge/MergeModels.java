package dev.zograf.nodes.merge;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.Denoiser;

/**
 * Mixes two models of one kind weight by weight, {@code ratio * first + (1 - ratio) * second}, with a ratio for each part of the network. What
 * belongs to no part, the embeddings of time and size, goes with the way down.
 */
@NodeType(id = "merge-models", title = "Merge models", category = "model/merge")
@Doc(
        "Mixes two models of one kind weight by weight, with a ratio for each part of the network. The files stay as they are.")
public final class MergeModels implements Node<MergeModels.In, MergeModels.Out> {

    /** What to mix, and how. */
    public record In(
            @Doc("The first model; everything but the weights is as it has it.")
            Denoiser first,

            @Doc("The second model.") Denoiser second,

            @Doc("How much of the first the way down has, and all else: 1 is all, 0 is nothing.")
            @Default("1")
            @Range(min = 0, max = 1, step = 0.01)
            double down,

            @Doc("How much of the first the middle has.") @Default("1") @Range(min = 0, max = 1, step = 0.01)
            double middle,

            @Doc("How much of the first the way up has, and the end.")
            @Default("1")
            @Range(min = 0, max = 1, step = 0.01)
            double up) {

        private double ratio(String tensor) {
            if (tensor.startsWith("mid_block.")) {
                return middle;
            }
            boolean end = tensor.startsWith("up_blocks.")
                    || tensor.startsWith("conv_norm_out.")
                    || tensor.startsWith("conv_out.");
            return end ? up : down;
        }
    }

    /** The result. */
    public record Out(@Doc("The mixed model.") Denoiser model) {}

    @Override
    public Out run(In in, RunContext ctx) {
        String ratios = in.down() + "/" + in.middle() + "/" + in.up();
        return new Out(new Pair<>("models", in.first(), in.second())
                .mixed((first, second) -> MixedWeights.of(first, second, in::ratio, ratios)));
    }
}
