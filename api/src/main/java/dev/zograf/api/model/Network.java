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

    /** Computes the output of a network that has but one. */
    default FloatTensor run(Map<String, ? extends HostTensor> inputs, String output, Cancellation cancellation) {
        FloatTensor value = run(inputs, Set.of(output), cancellation).get(output);
        if (value == null) {
            throw new IllegalStateException("The network " + name() + " gave no " + output + ".");
        }
        return value;
    }
}
