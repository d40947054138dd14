package dev.zograf.runtime.ort;

import dev.zograf.runtime.plugin.OwnThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/** Many things that threads do while another thread does something else, which then helps with what is left. */
final class InParallel implements AutoCloseable {

    private final Supplier<IntConsumer> worker;
    private final int count;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final List<Thread> threads = new ArrayList<>();

    private InParallel(int count, Supplier<IntConsumer> worker) {
        this.count = count;
        this.worker = worker;
    }

    /**
     * Begins.
     *
     * @param name of the threads
     * @param threads how many, beside the one that will wait
     * @param count how many things, which are counted from 0
     * @param worker what each thread does them with
     */
    static InParallel start(String name, int threads, int count, Supplier<IntConsumer> worker) {
        InParallel made = new InParallel(count, worker);
        for (int i = 0; i < threads; i++) {
            Thread thread = OwnThreads.make(() -> new Thread(null, made::work, name));
            thread.setDaemon(true);
            made.threads.add(thread);
            thread.start();
        }
        return made;
    }

    private void work() {
        try {
            IntConsumer each = worker.get();
            for (int i = next.getAndIncrement(); i < count && failure.get() == null; i = next.getAndIncrement()) {
                each.accept(i);
            }
        } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
        }
    }

    /** Helps until everything is done; the first failure is thrown when all threads have ended. */
    void finish() {
        work();
        OwnThreads.join(threads);
        if (failure.get() instanceof RuntimeException e) {
            throw e;
        }
        if (failure.get() instanceof Error e) {
            throw e;
        }
    }

    /** Leaves undone what nobody has begun, and waits until the threads have ended. */
    @Override
    public void close() {
        next.set(count);
        OwnThreads.join(threads);
    }
}
