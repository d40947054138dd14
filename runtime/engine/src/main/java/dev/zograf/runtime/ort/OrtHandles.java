package dev.zograf.runtime.ort;

import ai.onnxruntime.OrtSession;
import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;

/**
 * The addresses behind the objects of ONNX Runtime's Java interface, which it has for nobody. They are read from its private fields, so
 * another version may not have them; {@code OrtHandlesTest} says so first.
 */
final class OrtHandles {

    private OrtHandles() {}

    /**
     * The table of functions, {@code const OrtApi*}, once there is an environment. It is the same for all versions: newer ones only append to it.
     *
     * @throws ReflectiveOperationException if this version has no such field, with what to do
     */
    static long api() throws ReflectiveOperationException {
        return read(Class.forName("ai.onnxruntime.OnnxRuntime"), "ortApiHandle", null);
    }

    /** {@code OrtSession*}. */
    static long of(OrtSession session) throws ReflectiveOperationException {
        return read(OrtSession.class, "nativeHandle", session);
    }

    /** {@code OrtRunOptions*}. */
    static long of(OrtSession.RunOptions options) throws ReflectiveOperationException {
        return read(OrtSession.RunOptions.class, "nativeHandle", options);
    }

    private static long read(Class<?> type, String name, @Nullable Object of) throws ReflectiveOperationException {
        try {
            Field field = type.getDeclaredField(name);
            field.setAccessible(true);
            return field.getLong(of);
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new ReflectiveOperationException(
                    "this version of ONNX Runtime's Java interface has no field " + type.getSimpleName() + "." + name
                            + " that can be read; use the version that Zograf was built with",
                    e);
        }
    }
}
