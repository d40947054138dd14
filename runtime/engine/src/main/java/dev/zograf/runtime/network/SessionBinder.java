package dev.zograf.runtime.network;

import java.util.Optional;

/**
 * Binds what sessions of ONNX Runtime read and write to memory of their device, which its Java interface cannot. {@code zograf-cuda} has one,
 * found by {@link java.util.ServiceLoader}; without any, all inputs are copied to a device at each run.
 */
public interface SessionBinder {

    /**
     * Why it cannot be used here, a phrase; empty if it can. Loads native libraries.
     *
     * @param api the address of ONNX Runtime's table of functions
     */
    Optional<String> obstacle(long api);

    /** Binds a session. The caller closes the result before the session. Nothing is allocated before the first run. */
    BoundSession bind(NativeSession session);
}
