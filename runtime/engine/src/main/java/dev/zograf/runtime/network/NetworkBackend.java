package dev.zograf.runtime.network;

import dev.zograf.api.model.Precision;
import dev.zograf.tensor.TensorGraph;
import java.util.List;
import java.util.Optional;

/**
 * A library that computes tensor graphs. The engine has ONNX Runtime; others are found by {@link java.util.ServiceLoader} and asked for
 * the precisions that ONNX Runtime lacks.
 */
public interface NetworkBackend extends AutoCloseable {

    /** Its name in messages: {@code oneDNN}. */
    String name();

    /** The version of its library, empty if that cannot be said. May load native libraries. */
    default String version() {
        return "";
    }

    /** Whether it computes at a precision at all, on some machine. Says nothing native. */
    boolean knows(Precision precision);

    /**
     * Why it cannot compute at a precision here, a phrase such as "the processor has no instructions for it"; empty if it can. May load
     * native libraries.
     */
    Optional<String> obstacle(Precision precision);

    /**
     * Gets a graph without problems ready, as far as that needs nothing native. It may begin to load native libraries, which it then soon needs.
     *
     * @param name the network's name in messages
     * @throws UnsupportedNetworkException if the graph has something that it does not compute
     */
    PreparedNetwork prepare(String name, TensorGraph graph, Precision precision);

    /** With which numbers it computes networks for which nobody chose any. May load native libraries. */
    default Precision preferred() {
        return Precision.FLOAT32;
    }

    /** Tells it how networks are to run, before anything else. */
    default void configure(NetworkOptions options) {}

    /** Where it computes, the preferred device first; at least one. May load native libraries, which it does once. */
    default List<Device> devices() {
        return List.of(Device.CPU);
    }

    /** Frees what is left when the engine closes. */
    @Override
    default void close() {}
}
