package dev.zograf.nodes.merge;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.Denoiser;
import java.util.List;

/**
 * Mixes two models of one kind weight by weight, {@code ratio * first + (1 - ratio) * second}, with a ratio for each block, counted as in the
 * original project's files: the way down from the first convolution on, the three parts of the middle, the way up.
 */
@NodeType(id = "merge-model-blocks", title = "Merge model blocks", category = "model/merge")
@Doc(
        "Mixes two models of one kind weight by weight, with a ratio for each block of the network: 1 is all of the first, 0 all of the second. The files stay as they are.")
public final class MergeModelBlocks implements Node<MergeModelBlocks.In, MergeModelBlocks.Out> {

    /** What to mix, and how. */
    public record In(
            @Doc("The first model; everything but the weights is as it has it.")
            Denoiser first,

            @Doc("The second model.") Denoiser second,

            @Doc("How much of the first the embedding of time has.") @Default("1") @Range(min = 0, max = 1, step = 0.01)
            double time,

            @Doc("How much of the first the embedding of size, pooled text and pictures has, if there is one.")
            @Default("1")
            @Range(min = 0, max = 1, step = 0.01)
            double label,

            @Doc(
                    "How much of the first each block of the way down has: 12 numbers for Stable Diffusion 1 and 2, 9 for XL. None is all of the first.")
            @Range(min = 0, max = 1, step = 0.01)
            @Default("[]")
            List<Double> down,

            @Doc("How much of the first each of the 3 parts of the middle has. None is all of the first.")
            @Range(min = 0, max = 1, step = 0.01)
            @Default("[]")
            List<Double> middle,

            @Doc(
                    "How much of the first each block of the way up has, as many as of the way down. None is all of the first.")
            @Range(min = 0, max = 1, step = 0.01)
            @Default("[]")
            List<Double> up,

            @Doc("How much of the first the end has.") @Default("1") @Range(min = 0, max = 1, step = 0.01)
            double end) {}

    /** The result. */
    public record Out(@Doc("The mixed model.") Denoiser model) {}

    @Override
    public Out run(In in, RunContext ctx) {
        return new Out(new Pair<>("models", in.first(), in.second()).mixed((first, second) -> {
            BlockRatios ratios = BlockRatios.of(in, first.names());
            return MixedWeights.of(first, second, ratios::of, ratios.toString());
        }));
    }
}
