package dev.zograf.runtime.exec;

import dev.zograf.runtime.plan.ContentKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The state of one node in one run: who works on it, what it waits for, what came out. */
final class Cell {

    /** How many results it still waits for before it may start. */
    final AtomicInteger pending = new AtomicInteger();

    /** How many nodes and outputs may still want its result. */
    final AtomicInteger uses = new AtomicInteger();

    /** Which nodes wait for it. Complete before the run starts. */
    final List<Integer> dependents = new ArrayList<>();

    /** Ends when the node has its result. */
    final CompletableFuture<Void> done = new CompletableFuture<>();

    volatile Optional<ContentKey> key;
    private final AtomicBoolean claimed = new AtomicBoolean();
    private volatile @Nullable List<Object> outputs;

    Cell(Optional<ContentKey> key) {
        this.key = key;
    }

    /** Whether the caller is the one who makes the result; true only once. */
    boolean claim() {
        return claimed.compareAndSet(false, true);
    }

    void finish(List<Object> result) {
        outputs = result;
        done.complete(null);
    }

    boolean isDone() {
        return done.isDone();
    }

    Object output(int index) {
        List<Object> result = outputs;
        if (result == null) {
            throw new IllegalStateException("An input was asked for after the node had ended.");
        }
        return result.get(index);
    }

    /** The output if it is there now. */
    Optional<Object> peek(int index) {
        return Optional.ofNullable(outputs).map(result -> result.get(index));
    }

    /** One of those who may want the result does not any more; the last one frees it. */
    void release() {
        if (uses.decrementAndGet() == 0) {
            outputs = null;
        }
    }
}
