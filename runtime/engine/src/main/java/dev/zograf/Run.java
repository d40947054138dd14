package dev.zograf;

import dev.zograf.runtime.exec.RunCancellation;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;

/** A run that was started. Thread-safe. */
public final class Run {

    private final RunCancellation cancellation;
    private final CompletableFuture<Outputs> result;
    private final EventStory story;

    Run(RunCancellation cancellation, CompletableFuture<Outputs> result, EventStory story) {
        this.cancellation = cancellation;
        this.result = result;
        this.story = story;
    }

    /** Asks the run to stop, also inside of a step. Returns at once; does nothing if it has ended. */
    public void cancel() {
        cancellation.request();
    }

    /** Whether it has ended, in whatever way. */
    public boolean isDone() {
        return result.isDone();
    }

    /**
     * What happens, as a stream in the sense of Reactive Streams. Every subscriber, however late, gets the events of this run from
     * {@link RunEvent.Planned} to the last one, in order and as many as it asks for; then {@code onComplete} if the run gave its
     * outputs, else {@code onError} with a {@link WorkflowException}. One that asks more slowly than a node makes progress misses
     * progress that later progress has overtaken, and nothing else. Subscribers are called on threads of their own, never on those
     * of nodes: being slow, throwing or waiting holds up nobody. They see no previews, see {@link #eventsWithPreviews()}. To
     * cancel a subscription does not cancel the run.
     */
    public Flow.Publisher<RunEvent> events() {
        return story.publisher(false);
    }

    /**
     * As {@link #events()}, with a preview wherever a node offers one. Each is computed at once on the node's thread, even if it
     * then is overtaken, so this costs a little more; progress from before the first such subscription has no preview.
     */
    public Flow.Publisher<RunEvent> eventsWithPreviews() {
        return story.publisher(true);
    }

    /** Ends with the outputs, or with a {@link WorkflowException}. Stages that depend on it run on a thread of the engine. */
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
