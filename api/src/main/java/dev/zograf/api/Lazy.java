package dev.zograf.api;

/**
 * An input that is computed only when asked for. Asking runs the part of the workflow that makes the value on the calling
 * thread, at most once; further calls return the same value.
 *
 * @param <T> the port's type
 */
@FunctionalInterface
public interface Lazy<T> {

    /**
     * The value.
     *
     * @throws CancelledException if the run was cancelled
     * @throws Exception if the upstream part failed
     */
    T get() throws Exception;
}
