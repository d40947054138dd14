package dev.zograf.models;

import dev.zograf.tensor.DType;
import dev.zograf.tensor.GraphEdit;
import dev.zograf.tensor.Hook;
import dev.zograf.tensor.Hooks;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.Weights;

/**
 * The features of a {@link T2iAdapter} in the graph of a {@link SdUnet}: each is added to what a resolution on the way down hands on, and one
 * that is left to what the middle gives. Inputs: {@code feature.I}, of the shape of what it is added to.
 */
public record T2iAdapterEdit(T2iAdapter network, Weights weights) implements GraphEdit {

    private static final String LEVEL = "down_blocks\\.\\d+";

    @Override
    public void apply(Hooks hooks) {
        int[] next = {0};
        hooks.where(place -> place.matches(LEVEL), Hook.value((x, context) -> {
            if (next[0] == network.features().size()) {
                return x;
            }
            return x.plus(feature(hooks, next[0]++, x));
        }));
        hooks.at("mid_block", Hook.value((x, context) -> {
            int left = network.features().size() - next[0];
            if (left > 1) {
                throw SdFamily.mismatch(
                        "T2I-Adapter",
                        weights,
                        "a model of " + network.features().size() + " resolutions",
                        "one of " + next[0]);
            }
            return left == 0 ? x : x.plus(feature(hooks, next[0]++, x));
        }));
    }

    private Tensor feature(Hooks hooks, int i, Tensor like) {
        int channels = network.features().get(i);
        if (like.dim(1).fixed() != channels) {
            throw SdFamily.mismatch(
                    "T2I-Adapter",
                    weights,
                    "a model with " + channels + " channels at resolution " + i,
                    "one with " + like.dim(1) + " there");
        }
        return hooks.input("feature." + i, DType.F32, like.dim(0), channels, like.dim(2), like.dim(3));
    }
}
