package dev.zograf.nodes.merge;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.model.Editable;
import dev.zograf.tensor.WeightSource;
import dev.zograf.tensor.Weights;
import java.util.function.BiFunction;

/**
 * Two models, or parts of models, of one kind.
 *
 * @param kind what they are called in messages: {@code models}
 */
record Pair<T extends Editable<T>>(String kind, T first, T second) {

    /**
     * The first with other weights in each of its networks. Low-rank branches of both count as weights.
     *
     * @param mix makes them of those of the first and of the second
     * @throws InvalidInputException if the second lacks a network
     */
    T mixed(BiFunction<WeightSource, Weights, WeightSource> mix) {
        T out = first;
        for (String network : first.networks()) {
            if (!second.networks().contains(network)) {
                throw new InvalidInputException(
                        "second",
                        "These are no two " + kind + " of one kind: the second has no network \"" + network + "\".");
            }
            Weights other = second.withPatchesAsWeights(network).weights(network);
            out = out.withPatchesAsWeights(network).withWeights(network, base -> mix.apply(base, other));
        }
        return out;
    }
}
