package dev.zograf.runtime.ort;

import ai.onnxruntime.OrtEnvironment;
import java.lang.reflect.Method;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the native environment alive until the process ends. ONNX Runtime's Java interface frees it by a shutdown hook, also while
 * another thread computes, and the process crashes on Ctrl-C instead of ending in order. The environment counts its references, but
 * the interface gives no public way to take a second one, hence the reflection; without it all works but the crash stays possible.
 */
final class EnvironmentPin {

    private static final Logger LOG = LoggerFactory.getLogger(EnvironmentPin.class);

    /** {@code ORT_LOGGING_LEVEL_ERROR}. */
    private static final int ERRORS = 3;

    private EnvironmentPin() {}

    /** Takes a reference that is never given back. Call it once, after the environment was made. */
    static void take() {
        try {
            Method create = OrtEnvironment.class.getDeclaredMethod("createHandle", long.class, int.class, String.class);
            create.setAccessible(true);
            create.invoke(null, OrtHandles.api(), ERRORS, "zograf");
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.debug("The environment of ONNX Runtime could not be pinned.", e);
        }
    }
}
