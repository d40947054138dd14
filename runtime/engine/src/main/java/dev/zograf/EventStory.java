package dev.zograf;

import dev.zograf.api.value.Image;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has happened in a run so far, and who is told of it from its beginning, each at a pace of their own. Thread-safe. */
final class EventStory {

    private static final Logger LOG = LoggerFactory.getLogger(EventStory.class);

    private final Executor executor;
    private final EventBacklog soFar = new EventBacklog();
    private final List<EventSubscription> subscriptions = new ArrayList<>();
    private boolean ended;
    private @Nullable Throwable failure;

    /**
     * A story without events.
     *
     * @param executor calls the subscribers
     */
    EventStory(Executor executor) {
        this.executor = executor;
    }

    /**
     * Publishes the story from its beginning.
     *
     * @param previews whether subscribers want the previews of progress that happens from then on
     */
    Flow.Publisher<RunEvent> publisher(boolean previews) {
        return subscriber -> {
            if (subscriber == null) {
                throw new NullPointerException("A subscriber is needed.");
            }
            EventSubscription subscription = subscribe(subscriber, previews);
            subscription.begin();
        };
    }

    private synchronized EventSubscription subscribe(Flow.Subscriber<? super RunEvent> subscriber, boolean previews) {
        EventSubscription subscription =
                new EventSubscription(this, subscriber, executor, new EventBacklog(soFar), previews);
        if (ended) {
            subscription.end(failure);
        } else {
            subscriptions.add(subscription);
        }
        return subscription;
    }

    synchronized void leave(EventSubscription subscription) {
        subscriptions.remove(subscription);
    }

    /** Adds an event; called while the preview of progress is valid. */
    synchronized void add(RunEvent event) {
        RunEvent lasting = event instanceof RunEvent.Progress progress ? lasting(progress) : event;
        soFar.add(lasting);
        subscriptions.forEach(subscription -> subscription.offer(lasting));
    }

    private RunEvent lasting(RunEvent.Progress progress) {
        Image preview = null;
        if (subscriptions.stream().anyMatch(EventSubscription::wantsPreviews)) {
            try {
                preview = progress.preview().orElse(null);
            } catch (RuntimeException | LinkageError | StackOverflowError e) {
                LOG.warn("No preview of {}: its node failed to make one.", progress, e);
            }
        }
        Image kept = preview;
        return new RunEvent.Progress(
                progress.node(), progress.step(), progress.total(), kept == null ? null : () -> kept);
    }

    /** Ends the story. */
    synchronized void end(@Nullable Throwable reason) {
        ended = true;
        failure = reason;
        subscriptions.forEach(subscription -> subscription.end(reason));
        subscriptions.clear();
    }
}
