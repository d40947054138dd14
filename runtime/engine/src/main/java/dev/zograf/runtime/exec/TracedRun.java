package dev.zograf.runtime.exec;

import dev.zograf.api.value.Image;
import dev.zograf.runtime.trace.Trace;
import dev.zograf.runtime.trace.TraceSpan;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Traces the nodes of a run and their steps, each on its thread, and tells everything on to another observer. */
public final class TracedRun implements RunObserver {

    private final Trace trace;
    private final RunObserver next;
    private final Map<Thread, Deque<Active>> active = new ConcurrentHashMap<>();

    /** An observer of one run. */
    public TracedRun(Trace trace, RunObserver next) {
        this.trace = trace;
        this.next = next;
    }

    /** A node that a thread is working on. A step lasts from the one before it, the first from the node's start. */
    private static final class Active {
        final String node;
        final Trace.Span span;
        long mark;

        Active(String node, Trace.Span span) {
            this.node = node;
            this.span = span;
            this.mark = span.began();
        }
    }

    private Deque<Active> stack() {
        return active.computeIfAbsent(Thread.currentThread(), thread -> new ArrayDeque<>());
    }

    @Override
    public void planned(int nodes, int toRun) {
        next.planned(nodes, toRun);
    }

    @Override
    public void started(String node, String type, String why) {
        next.started(node, type, why);
        stack().push(new Active(node, trace.begin("node", node, Map.of("type", type, "because", why))));
    }

    @Override
    public void progress(String node, int step, int total, @Nullable Supplier<Image> preview) {
        Active current = stack().peek();
        if (current != null && current.node.equals(node)) {
            long now = System.nanoTime();
            if (step > 0) {
                trace.add(new TraceSpan(
                        "step",
                        "step " + step + " of " + total,
                        Thread.currentThread().getId(),
                        current.mark,
                        now,
                        Map.of("node", node)));
            }
            current.mark = now;
        }
        next.progress(node, step, total, preview);
    }

    @Override
    public void left(String node) {
        Deque<Active> stack = stack();
        Active current = stack.peek();
        if (current != null && current.node.equals(node)) {
            stack.pop().span.close();
            if (stack.isEmpty()) {
                active.remove(Thread.currentThread());
            }
        }
        next.left(node);
    }

    @Override
    public void warned(String node, String text) {
        next.warned(node, text);
    }

    @Override
    public void cached(String node, String type, String why) {
        next.cached(node, type, why);
    }

    @Override
    public void finished(String node, String type, String why, Duration took) {
        next.finished(node, type, why, took);
    }

    @Override
    public void skipped(String node, String type, String why) {
        next.skipped(node, type, why);
    }

    @Override
    public void output(String name, Object value) {
        next.output(name, value);
    }

    @Override
    public void failed(String node, String type, Throwable cause) {
        next.failed(node, type, cause);
    }
}
