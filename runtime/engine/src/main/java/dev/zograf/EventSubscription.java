package dev.zograf;

import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One subscriber of a run's events. It is called by one thread at a time, never while a lock is held, and never deeper in the stack
 * because it asks for more while it is called. One that throws is cancelled.
 */
final class EventSubscription implements Flow.Subscription {

    private static final Logger LOG = LoggerFactory.getLogger(EventSubscription.class);

    private final EventStory story;
    private final Executor executor;
    private final EventBacklog backlog;
    private final boolean previews;
    private Flow.@Nullable Subscriber<? super RunEvent> subscriber;
    private long demand;

    /** Whether a thread is calling the subscriber or about to; at first the one that subscribes. */
    private boolean busy = true;

    private boolean ended;
    private @Nullable Throwable failure;

    EventSubscription(
            EventStory story,
            Flow.Subscriber<? super RunEvent> subscriber,
            Executor executor,
            EventBacklog backlog,
            boolean previews) {
        this.story = story;
        this.subscriber = subscriber;
        this.executor = executor;
        this.backlog = backlog;
        this.previews = previews;
    }

    boolean wantsPreviews() {
        return previews;
    }

    /** Introduces itself to the subscriber, and lets events come once that has returned. */
    void begin() {
        Flow.Subscriber<? super RunEvent> to = current();
        if (to != null) {
            call(() -> to.onSubscribe(this));
        }
        synchronized (this) {
            busy = false;
        }
        wake();
    }

    void offer(RunEvent event) {
        synchronized (this) {
            if (subscriber == null || ended) {
                return;
            }
            backlog.add(event);
        }
        wake();
    }

    /** No event comes any more. */
    void end(@Nullable Throwable reason) {
        synchronized (this) {
            if (subscriber == null || ended) {
                return;
            }
            ended = true;
            failure = reason;
        }
        wake();
    }

    @Override
    public void request(long count) {
        synchronized (this) {
            if (subscriber == null) {
                return;
            }
            if (count > 0) {
                demand = count > Long.MAX_VALUE - demand ? Long.MAX_VALUE : demand + count;
            } else {
                ended = true;
                failure = new IllegalArgumentException(
                        "A subscriber asks for at least one event, not " + count + " (Reactive Streams, rule 3.9).");
                while (!backlog.isEmpty()) {
                    backlog.poll();
                }
            }
        }
        wake();
    }

    @Override
    public void cancel() {
        synchronized (this) {
            subscriber = null;
        }
        story.leave(this);
    }

    /** Has a thread call the subscriber, if there is something to tell and none does. */
    private void wake() {
        synchronized (this) {
            if (busy || !hasNews()) {
                return;
            }
            busy = true;
        }
        try {
            executor.execute(this::tell);
        } catch (RejectedExecutionException e) {
            // The engine is closed: what is left of the story is told on the thread that asks for it.
            tell();
        }
    }

    private boolean hasNews() {
        return subscriber != null && (backlog.isEmpty() ? ended : demand > 0);
    }

    private void tell() {
        while (true) {
            Flow.Subscriber<? super RunEvent> to;
            RunEvent event;
            synchronized (this) {
                to = subscriber;
                if (to == null || !hasNews()) {
                    busy = false;
                    return;
                }
                event = backlog.poll();
                if (event == null) {
                    subscriber = null;
                } else if (demand != Long.MAX_VALUE) {
                    demand--;
                }
            }
            if (event != null) {
                call(() -> to.onNext(event));
            } else if (failure == null) {
                call(to::onComplete);
            } else {
                Throwable reason = failure;
                call(() -> to.onError(reason));
            }
        }
    }

    private void call(Runnable signal) {
        try {
            signal.run();
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
            LOG.warn("A subscriber failed, and gets no more events; the run goes on.", e);
            cancel();
        }
    }

    private synchronized Flow.@Nullable Subscriber<? super RunEvent> current() {
        return subscriber;
    }
}
