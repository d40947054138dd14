package dev.zograf.runtime.onednn;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The one thread on which a network is planned and run: the library's own threads belong to it and end with it. */
final class Worker implements AutoCloseable {

    private final ExecutorService thread;
    private volatile @Nullable Thread made;

    Worker(String network) {
        thread = Executors.newSingleThreadExecutor(work -> {
            Thread own = new Thread(work, "zograf-onednn-" + network);
            own.setDaemon(true);
            own.setContextClassLoader(null);
            made = own;
            return own;
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
        Thread own = made;
        boolean interrupted = false;
        while (own != null && own.isAlive()) {
            try {
                own.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
