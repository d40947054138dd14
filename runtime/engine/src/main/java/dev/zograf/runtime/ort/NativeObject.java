package dev.zograf.runtime.ort;

import ai.onnxruntime.OrtException;
import dev.zograf.runtime.network.NetworkException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An object of ONNX Runtime with memory outside of the heap, counted from when it is made until it is closed. It is closed through
 * this only, so that the count shows whether one was forgotten.
 *
 * @param <T> what it is
 */
public final class NativeObject<T extends AutoCloseable> implements AutoCloseable {

    private static final Map<String, Integer> OPEN = new ConcurrentHashMap<>();

    private final T value;
    private final Runnable after;
    private final AtomicBoolean closed = new AtomicBoolean();

    private NativeObject(T value, Runnable after) {
        this.value = value;
        this.after = after;
        OPEN.merge(kind(), 1, Integer::sum);
    }

    /** Takes an object that was just made. */
    static <T extends AutoCloseable> NativeObject<T> of(T value) {
        return of(value, () -> {});
    }

    /**
     * Takes an object that was just made.
     *
     * @param after what is done when it is closed
     */
    static <T extends AutoCloseable> NativeObject<T> of(T value, Runnable after) {
        return new NativeObject<>(value, after);
    }

    /** How many are open in this JVM, of all engines, by kind; without the kinds of which there is none. */
    public static Map<String, Integer> open() {
        return new TreeMap<>(OPEN);
    }

    T get() {
        return value;
    }

    private String kind() {
        return value.getClass().getSimpleName();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            OPEN.computeIfPresent(kind(), (kind, count) -> count == 1 ? null : count - 1);
            try {
                value.close();
                after.run();
            } catch (OrtException e) {
                throw NetworkException.of("Closing a native object", e);
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException("A native object cannot be closed.", e);
            }
        }
    }
}
