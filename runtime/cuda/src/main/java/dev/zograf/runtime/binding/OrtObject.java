package dev.zograf.runtime.binding;

import com.sun.jna.Pointer;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An object of ONNX Runtime, released once. All that are open are counted, so that a forgotten one shows. */
final class OrtObject implements AutoCloseable {

    private static final AtomicInteger OPEN = new AtomicInteger();

    private final OrtTable table;
    private final Entry release;
    private @Nullable Pointer pointer;

    OrtObject(OrtTable table, Entry release, Pointer pointer) {
        this.table = table;
        this.release = release;
        this.pointer = pointer;
        OPEN.incrementAndGet();
    }

    /** How many are open in this JVM. */
    static int open() {
        return OPEN.get();
    }

    /** @throws IllegalStateException if it was released */
    synchronized Pointer pointer() {
        if (pointer == null) {
            throw new IllegalStateException("This object of ONNX Runtime was released (" + release + ").");
        }
        return pointer;
    }

    @Override
    public synchronized void close() {
        if (pointer != null) {
            table.release(release, pointer);
            pointer = null;
            OPEN.decrementAndGet();
        }
    }
}
