package dev.zograf.api.model;

import dev.zograf.api.InvalidInputException;
import dev.zograf.tensor.WeightSource;
import dev.zograf.tensor.Weights;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A model whose networks can be changed: other weights, or another graph. Nothing is changed in place; the files are not touched, and
 * what was not changed is shared.
 *
 * @param <T> the model
 */
public interface Editable<T> {

    /**
     * Its networks by name, as the folders of diffusers are called: {@code unet}; {@code text_encoder}, {@code text_encoder_2}. None if it
     * cannot be edited.
     */
    default List<String> networks() {
        return List.of();
    }

    /**
     * The weights of a network as they are now, in the names of diffusers and transformers whatever the file's layout.
     *
     * @throws InvalidInputException if there is no such network
     */
    default Weights weights(String network) {
        throw fixed(network);
    }

    /**
     * The same model with the weights of a network decorated.
     *
     * @throws InvalidInputException if there is no such network
     */
    default T withWeights(String network, UnaryOperator<WeightSource> edit) {
        throw fixed(network);
    }

    /**
     * The same model with one more patch of a network, after those that it has.
     *
     * @throws InvalidInputException if there is no such network
     */
    default T withPatch(String network, NetworkPatch patch) {
        throw fixed(network);
    }

    /**
     * The same model with those patches of a network that a change of weights can express, such as low-rank branches, in its weights, where
     * {@link #weights} shows them. By default there are none.
     *
     * @throws InvalidInputException if there is no such network
     */
    default T withPatchesAsWeights(String network) {
        return withWeights(network, base -> base);
    }

    /** About how many bytes it keeps in memory of its own beside what it shares with the model in the files: the numbers of patches. */
    default long heldBytes() {
        return 0;
    }

    private InvalidInputException fixed(String network) {
        return new InvalidInputException(
                "model",
                networks().isEmpty()
                        ? "This model cannot be changed: the plugin that brings it does not provide for it."
                        : "This model has no network \"" + network + "\"; it has " + String.join(", ", networks())
                                + ".");
    }
}
