package dev.zograf.api.model;

import dev.zograf.api.Cancellation;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import java.util.Map;
import java.util.Set;

/** A compiled network. Thread-safe; a handle that holds no native memory itself. */
public interface Network {

    /** The definition's name: {@code unet}. */
    String name();

    /**
     * Computes outputs.
     *
     * @param inputs every input of the graph by name
     * @param outputs the outputs that are wanted
     * @return the wanted outputs by name
     * @throws dev.zograf.api.CancelledException if cancelled, also while the engine computes
     */
    Map<String, FloatTensor> run(
            Map<String, ? extends HostTensor> inputs, Set<String> outputs, Cancellation cancellation);

    /**
     * Whether a run stays within the engine's budget of memory, by estimate, once other networks are unloaded. Where it does not, who can do
     * with less at a time, in tiles for instance, does so; what does not fit at all is refused when it runs.
     *
     * @param shapes of every input by name
     */
    default boolean fits(Map<String, int[]> shapes) {
        return true;
    }

    /**
     * Tells the engine what is done since something {@linkplain #fits does not fit}, for its log and for {@code zograf check --memory}.
     *
     * @param choice a phrase such as "decodes in tiles of 256 pixels"
     */
    default void instead(String choice) {}

    /**
     * Loads the network on this thread, so that its next run need not, where that is not done yet and leaves plenty of the engine's budget of
     * memory. It is a hint: nothing is unloaded for it, and what goes wrong goes to the log and shows when the network runs.
     */
    default void prepare() {}

    /** Computes the output of a network that has but one. */
    default FloatTensor run(Map<String, ? extends HostTensor> inputs, String output, Cancellation cancellation) {
        FloatTensor value = run(inputs, Set.of(output), cancellation).get(output);
        if (value == null) {
            throw new IllegalStateException("The network " + name() + " gave no " + output + ".");
        }
        return value;
    }
}
