package dev.zograf.runtime.onednn;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The one thread on which a network is planned and run: the library's own threads belong to it and end with it. */
final class Worker implements AutoCloseable {

    private final ExecutorService thread;

    Worker(String network) {
        thread = Executors.newSingleThreadExecutor(work -> {
            Thread made = new Thread(work, "zograf-onednn-" + network);
            made.setDaemon(true);
            made.setContextClassLoader(null);
            return made;
        });
    }

    /** Does the work there and waits for it, also if the caller is interrupted meanwhile, which it is told afterwards. */
    <T> T call(Supplier<T> work) {
        Future<T> future = thread.submit(work::get);
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
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        thread.shutdown();
        boolean interrupted = false;
        while (true) {
            try {
                if (thread.awaitTermination(1, TimeUnit.MINUTES)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
