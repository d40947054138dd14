package dev.zograf.runtime.network;

import dev.zograf.runtime.plugin.OwnThreads;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * One thread on which one thing is done after another, for libraries that keep something for each thread. It is made when there is something to do.
 */
public final class OneThread implements AutoCloseable {

    private final ExecutorService executor;
    private volatile @Nullable Thread made;

    /** @param name that tools show */
    public OneThread(String name) {
        executor = Executors.newSingleThreadExecutor(work -> {
            Thread thread = OwnThreads.make(() -> new Thread(work, name));
            thread.setDaemon(true);
            made = thread;
            return thread;
        });
    }

    /** What is done there. */
    @FunctionalInterface
    public interface Work<T, E extends Exception> {
        /** Does it. */
        T get() throws E;
    }

    /** Does it, and waits until it is done, whoever interrupts meanwhile, which the caller is told afterwards: what it works with must stay. */
    public <T, E extends Exception> T call(Work<T, E> work) throws E {
        Future<T> future = executor.submit(work::get);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw OneThread.<E>failure(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @SuppressWarnings("unchecked") // the work throws nothing else that is checked
    private static <E extends Exception> E failure(ExecutionException e) {
        Throwable cause = e.getCause();
        if (cause instanceof Error error) {
            throw error;
        }
        if (cause instanceof RuntimeException failure) {
            throw failure;
        }
        return (E) (cause == null ? e : cause);
    }

    /** When this returns, the thread has ended, and with it what libraries keep for it. */
    @Override
    public void close() {
        executor.shutdown();
        Thread thread = made;
        if (thread != null) {
            OwnThreads.join(List.of(thread));
        }
    }
}
