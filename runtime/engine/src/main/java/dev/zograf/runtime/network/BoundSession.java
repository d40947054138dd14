package dev.zograf.runtime.network;

import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A session whose inputs and outputs lie on its device. An input that is given again, the very same object, is not copied again. Thread-safe; one
 * run at a time.
 */
public interface BoundSession extends AutoCloseable {

    /**
     * What was copied between host and device.
     *
     * @param toDevice or from it
     * @param tensors names of inputs or outputs
     * @param start in the nanoseconds of {@link System#nanoTime()}
     */
    record Crossing(boolean toDevice, List<String> tensors, long bytes, long start, long end) {}

    /**
     * Computes outputs.
     *
     * @param inputs all that the session takes, and nothing else
     * @param again whether it probably runs again soon, so that what lies on the device stays there
     * @param options the address of the run's options, {@code OrtRunOptions*}
     * @param crossings is told what was copied
     * @throws BindingException with what ONNX Runtime or the device says; nothing stays on the device then
     */
    Map<String, FloatTensor> run(
            Map<String, ? extends HostTensor> inputs,
            Set<String> outputs,
            boolean again,
            long options,
            Consumer<Crossing> crossings)
            throws BindingException;

    /** Whether a graph was captured that uses addresses of working memory, which therefore must not be given back. */
    boolean hasCaptured();

    /** Gives back what lies on the device, unless a graph uses it. */
    void rest();

    /** Gives all back. */
    @Override
    void close();
}
