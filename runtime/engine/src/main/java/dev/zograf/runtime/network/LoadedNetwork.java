package dev.zograf.runtime.network;

import dev.zograf.api.Cancellation;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import java.util.Map;
import java.util.Set;

/** A network in memory. Runs one at a time, save what {@link PreparedNetwork#runsAtOnceBelow} allows. */
public interface LoadedNetwork extends AutoCloseable {

    /**
     * Computes outputs.
     *
     * @param inputs checked against what the graph declares
     * @param again whether it probably runs again soon, so that working memory is worth keeping
     * @throws dev.zograf.api.CancelledException if cancelled, also while it computes
     */
    Map<String, FloatTensor> run(
            Map<String, ? extends HostTensor> inputs, Set<String> outputs, boolean again, Cancellation cancellation);

    /** Gives working memory back that is kept for the next run; the weights stay. Not called while it runs. */
    default void rest() {}

    @Override
    void close();
}
