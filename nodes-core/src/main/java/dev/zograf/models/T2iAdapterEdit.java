package dev.zograf.models;

import static java.util.Objects.requireNonNull;

import dev.zograf.tensor.DType;
import dev.zograf.tensor.GraphEdit;
import dev.zograf.tensor.Hook;
import dev.zograf.tensor.Hooks;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.Weights;

/**
 * The features of a {@link T2iAdapter} in the graph of a {@link SdUnet}: each is added to what a resolution on the way down hands on, and one
 * that is left to what the middle gives, if that is of the same size. Inputs: {@code feature.I}, of the shape of what it is added to.
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
            // The original leaves out what is of another size: a feature for a finer or coarser middle than this model
            // has.
            if (left == 1 && !isAsFine(hooks, next[0], x)) {
                int channels = network.features().get(next[0]);
                Object batch = x.dim(0);
                hooks.input(
                        "feature." + next[0],
                        DType.F32,
                        batch,
                        channels,
                        hooks.symbol("rows"),
                        hooks.symbol("columns"));
                return x;
            }
            return left == 0 ? x : x.plus(feature(hooks, next[0]++, x));
        }));
    }

    /** Whether a feature has the resolution of {@code x}. */
    private boolean isAsFine(Hooks hooks, int i, Tensor x) {
        Tensor sample = requireNonNull(hooks.graph().inputs().get("sample"));
        return network.side(i, sample.dim(2)).equals(x.dim(2))
                && network.side(i, sample.dim(3)).equals(x.dim(3));
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
        if (!isAsFine(hooks, i, like)) {
            throw SdFamily.mismatch(
                    "T2I-Adapter",
                    weights,
                    network.kind() == T2iAdapter.Kind.FULL_XL ? "SDXL" : "Stable Diffusion 1 or 2",
                    "another, whose features are of another size at resolution " + i);
        }
        return hooks.input("feature." + i, DType.F32, like.dim(0), channels, like.dim(2), like.dim(3));
    }
}
