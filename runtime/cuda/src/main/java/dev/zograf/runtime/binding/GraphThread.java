package dev.zograf.runtime.binding;

import dev.zograf.runtime.network.BindingException;
import dev.zograf.runtime.plugin.OwnThreads;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The one thread on which a session runs that captures graphs: ONNX Runtime's CUDA provider keeps the graphs of each thread apart, so that another one would
 * capture its own.
 */
final class GraphThread implements AutoCloseable {

    private final ExecutorService executor = Executors.newSingleThreadExecutor(action -> {
        Thread thread = OwnThreads.make(() -> new Thread(action, "zograf-cuda-graphs"));
        thread.setDaemon(true);
        return thread;
    });

    /** What is done there. */
    interface Action {
        void run() throws BindingException;
    }

    /** Does it, and waits until it is done, whoever interrupts meanwhile: what it works with must stay. */
    void call(Action action) throws BindingException {
        Future<?> done = executor.submit(() -> {
            action.run();
            return null;
        });
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    done.get();
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BindingException failure) {
                throw failure;
            }
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

    /** The thread ends. Nothing runs on it then. */
    @Override
    public void close() {
        executor.shutdown();
    }
}
