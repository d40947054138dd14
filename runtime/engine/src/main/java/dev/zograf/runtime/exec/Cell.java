package dev.zograf.runtime.exec;

import dev.zograf.runtime.node.Absent;
import dev.zograf.runtime.plan.ContentKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The state of one node in one run: who works on it, what it waits for, what came out. It is claimed by at most one thread at a
 * time; one that finds that the result is made elsewhere gives the claim back, so that whoever needs the node can take it.
 */
final class Cell {

    /** A result that another one made, and the reason that it need not be made again. */
    record Offer(List<Object> values, String why) {}

    /** How many results it still waits for before it may start. */
    final AtomicInteger pending = new AtomicInteger();

    /** How many nodes and outputs may still want its result. */
    final AtomicInteger uses = new AtomicInteger();

    /** Which nodes wait for it. Complete before the run starts. */
    final List<Integer> dependents = new ArrayList<>(2);

    volatile Optional<ContentKey> key;

    /** Whether the outputs of the plan need it in any case. Set before the run starts. */
    boolean scheduled;

    private final AtomicReference<@Nullable Frame> owner = new AtomicReference<>();
    private final AtomicReference<@Nullable CompletableFuture<Void>> change = new AtomicReference<>();
    private final AtomicReference<@Nullable Offer> offer = new AtomicReference<>();
    private volatile @Nullable List<Object> outputs;
    private volatile boolean done;
    private volatile boolean kept;

    Cell(Optional<ContentKey> key) {
        this.key = key;
    }

    /** Whether the caller is the one who makes the result. */
    boolean claim(Frame frame) {
        return owner.compareAndSet(null, frame);
    }

    /** Who makes the result, or has made it; null if nobody does. */
    @Nullable
    Frame owner() {
        return owner.get();
    }

    /** Gives the claim back. */
    void unclaim() {
        owner.set(null);
        changed();
    }

    /** Leaves a result for whoever claims the cell next. */
    void offer(Offer given) {
        offer.set(given);
    }

    @Nullable
    Offer takeOffer() {
        return offer.getAndSet(null);
    }

    /** The cache has the result. */
    void finishKept(List<Object> result) {
        kept = true;
        finish(result);
    }

    void finish(List<Object> result) {
        outputs = result;
        done = true;
        changed();
    }

    boolean isDone() {
        return done;
    }

    /** Whether the cache had the result. */
    boolean isKept() {
        return kept;
    }

    /** Ends when the cell is done or the claim was given back, as of now. */
    CompletableFuture<Void> change() {
        CompletableFuture<Void> fresh = new CompletableFuture<>();
        CompletableFuture<Void> there = change.compareAndExchange(null, fresh);
        CompletableFuture<Void> future = there == null ? fresh : there;
        if (done || owner.get() == null) {
            change.compareAndSet(future, null);
            future.complete(null);
        }
        return future;
    }

    private void changed() {
        CompletableFuture<Void> waiting = change.getAndSet(null);
        if (waiting != null) {
            waiting.complete(null);
        }
    }

    Object output(int index) {
        List<Object> result = outputs;
        if (result == null) {
            throw new IllegalStateException("An input was asked for after the node had ended.");
        }
        return result.get(index);
    }

    /** Whether the node has run and gave nothing for this output. */
    boolean isNothing(int index) {
        List<Object> result = outputs;
        return result != null && result.get(index) instanceof Absent;
    }

    /** The output if it is there now. */
    Optional<Object> peek(int index) {
        return Optional.ofNullable(outputs).map(result -> result.get(index));
    }

    /**
     * One of those who may want the result does not any more; the last one frees it.
     *
     * @return what was freed
     */
    List<Object> release() {
        return uses.decrementAndGet() > 0 ? List.of() : free();
    }

    /**
     * Nobody wants the result any more.
     *
     * @return what was freed; nothing if the cache had it before
     */
    List<Object> free() {
        List<Object> freed = outputs;
        outputs = null;
        return freed == null || kept ? List.of() : freed;
    }
}
