package dev.zograf.runtime.exec;

import dev.zograf.api.RunFiles;
import dev.zograf.runtime.node.NodeRegistry;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What all parts of one run have in common, those that nodes call included: its threads, cancellation, files, events, and the
 * failure that ended it. It has ended when the last of its tasks has.
 */
final class RunScope {

    final Executor.Shared shared;
    final NodeRegistry registry;
    final RunFiles files;
    final Guard guard;
    final Supplier<String> workflow;
    final RunObserver observer;
    final RunCancellation cancellation;

    /** Ends when the run is to stop, whether it failed or was cancelled. */
    final CompletableFuture<Void> stopped = new CompletableFuture<>();

    /** Ends when no task is left. */
    final CompletableFuture<Void> ended = new CompletableFuture<>();

    final Crew crew;

    private final AtomicInteger outstanding = new AtomicInteger(1);
    private final AtomicReference<@Nullable NodeFailedException> failure = new AtomicReference<>();

    RunScope(
            Executor.Shared shared,
            NodeRegistry registry,
            RunFiles files,
            Guard guard,
            Supplier<String> workflow,
            RunObserver observer,
            RunCancellation cancellation) {
        this.shared = shared;
        this.registry = registry;
        this.files = files;
        this.guard = guard;
        this.workflow = workflow;
        this.observer = observer;
        this.cancellation = cancellation;
        crew = new Crew(this, shared.threads());
        cancellation.onRequest(() -> stopped.complete(null));
    }

    /** Has a thread of the engine do something for this run; what stops the run stops it. */
    void execute(Runnable task) {
        enter();
        try {
            shared.pool().execute(() -> {
                try {
                    task.run();
                } catch (StopException e) {
                    // fail() has seen to everything
                } finally {
                    leave();
                }
            });
        } catch (RejectedExecutionException e) {
            cancellation.request();
            leave();
        }
    }

    /** The run does not end before as many have left as entered. */
    void enter() {
        outstanding.incrementAndGet();
    }

    void leave() {
        if (outstanding.decrementAndGet() == 0) {
            ended.complete(null);
        }
    }

    /** Records the first failure and stops the run; what a node throws after the run was stopped is a consequence of that. */
    StopException fail(Supplier<NodeFailedException> failed) {
        if (!cancellation.requested()) {
            NodeFailedException first = failed.get();
            if (failure.compareAndSet(null, first)) {
                observer.failed(first.node(), first.type(), first.reason());
            }
            cancellation.request();
        }
        return new StopException();
    }

    /** What ended the run, if it failed. */
    Optional<NodeFailedException> failure() {
        return Optional.ofNullable(failure.get());
    }

    /** Waits for what another thread makes for another node, or for the run to stop. */
    void await(CompletableFuture<?> future, Frame waiter, Frame owner) {
        if (future.isDone()) {
            return;
        }
        Waits.Wait wait = shared.waits().begin(waiter, owner);
        try {
            CompletableFuture.anyOf(future, stopped).join();
        } finally {
            shared.waits().end(wait);
        }
    }

    /** Unwinds a node that asked for what could not be made, or the loop of a thread. */
    static final class StopException extends RuntimeException {
        private static final long serialVersionUID = 1;

        StopException() {
            super("The run has stopped.", null, false, false);
        }
    }
}
