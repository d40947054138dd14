package dev.zograf;

import dev.zograf.api.value.Image;
import dev.zograf.runtime.exec.RunObserver;
import dev.zograf.runtime.node.Absent;
import dev.zograf.runtime.plugin.ContextLoader;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what is observed in a run into events and hands them to listeners one at a time, then to subscribers. */
final class EventSender implements RunObserver {

    private static final Logger LOG = LoggerFactory.getLogger(EventSender.class);

    private final List<Consumer<RunEvent>> listeners;
    private final EventStory story;
    private final @Nullable ClassLoader context = Thread.currentThread().getContextClassLoader();
    private final Set<RunEvent.NodeWarned> warnings = new HashSet<>();
    private boolean complained;

    EventSender(List<Consumer<RunEvent>> listeners, EventStory story) {
        this.listeners = listeners;
        this.story = story;
    }

    /** The run has its outputs. */
    synchronized void finish() {
        send(new RunEvent.RunFinished());
        story.end(null);
    }

    /** The run came to nothing. */
    synchronized void fail(WorkflowException failure) {
        send(
                failure.kind() == WorkflowException.Kind.CANCELLED
                        ? new RunEvent.Cancelled()
                        : new RunEvent.RunFailed(failure));
        story.end(failure);
    }

    private synchronized void send(RunEvent event) {
        for (Consumer<RunEvent> listener : listeners) {
            // A report of progress comes from inside of a node, and the listener is the host's.
            try (ContextLoader host = ContextLoader.of(context)) {
                listener.accept(event);
            } catch (RuntimeException | LinkageError | StackOverflowError e) {
                if (complained) {
                    LOG.debug("A listener failed at {}.", event, e);
                } else {
                    complained = true;
                    LOG.warn("A listener failed at {}; the run goes on.", event, e);
                }
            }
        }
        story.add(event);
    }

    @Override
    public void planned(int nodes, int toRun) {
        send(new RunEvent.Planned(nodes, toRun));
    }

    @Override
    public void started(String node, String type, String why) {
        send(new RunEvent.NodeStarted(node, type, why));
    }

    @Override
    public void progress(String node, int step, int total, @Nullable Supplier<Image> preview) {
        send(new RunEvent.Progress(node, step, total, preview));
    }

    @Override
    public synchronized void warned(String node, String text) {
        RunEvent.NodeWarned warning = new RunEvent.NodeWarned(node, text);
        if (warnings.add(warning)) {
            send(warning);
        }
    }

    @Override
    public void cached(String node, String type, String why) {
        send(new RunEvent.NodeCached(node, type, why));
    }

    @Override
    public void finished(String node, String type, String why, Duration took) {
        send(new RunEvent.NodeFinished(node, type, why, took));
    }

    @Override
    public void skipped(String node, String type, String why) {
        send(new RunEvent.NodeSkipped(node, type, why));
    }

    @Override
    public void output(String name, Object value) {
        if (!(value instanceof Absent)) {
            send(new RunEvent.OutputReady(name, value));
        }
    }

    @Override
    public void failed(String node, String type, Throwable cause) {
        send(new RunEvent.NodeFailed(node, type, cause));
    }
}
