package dev.zograf;

import dev.zograf.runtime.exec.RunCancellation;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/** A run that was started. Thread-safe. */
public final class Run {

    private final RunCancellation cancellation;
    private final CompletableFuture<Outputs> result;

    Run(RunCancellation cancellation, CompletableFuture<Outputs> result) {
        this.cancellation = cancellation;
        this.result = result;
    }

    /** Asks the run to stop, also inside of a step. Returns at once; does nothing if it has ended. */
    public void cancel() {
        cancellation.request();
    }

    /** Whether it has ended, in whatever way. */
    public boolean isDone() {
        return result.isDone();
    }

    /** Ends with the outputs, or with a {@link WorkflowException}. */
    public CompletionStage<Outputs> result() {
        return result.minimalCompletionStage();
    }

    /**
     * Waits for the end. If the waiting thread is interrupted, the run is cancelled.
     *
     * @throws WorkflowException if the run failed or was cancelled
     */
    public Outputs join() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return result.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                    cancel();
                }
            }
        } catch (ExecutionException | CompletionException e) {
            throw e.getCause() instanceof WorkflowException failure ? failure : WorkflowException.failed(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
