package dev.zograf.runtime.trace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Collects spans until they are written. Thread-safe; a span ends on the thread on which it began, and spans of one thread lie within one
 * another. After a million spans the rest is only counted.
 */
public final class Trace {

    private static final int MOST = 1_000_000;
    private static final Trace OFF = new Trace(false, false);

    private final boolean on;
    private final boolean operators;
    private final long start = System.nanoTime();
    private final Queue<TraceSpan> done = new ConcurrentLinkedQueue<>();
    private final Set<Span> open = ConcurrentHashMap.newKeySet();
    private final Set<Runnable> sources = ConcurrentHashMap.newKeySet();
    private final Map<Long, String> threads = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong dropped = new AtomicLong();

    private Trace(boolean on, boolean operators) {
        this.on = on;
        this.operators = operators;
    }

    /** One that collects nothing. */
    public static Trace off() {
        return OFF;
    }

    /** A new one. @param operators whether backends add the operators of networks, which makes those slower */
    public static Trace on(boolean operators) {
        return new Trace(true, operators);
    }

    /** Whether it collects. */
    public boolean isOn() {
        return on;
    }

    /** Whether it wants the operators of networks. */
    public boolean wantsOperators() {
        return operators;
    }

    /** Begins a span on this thread; close it here, too. */
    public Span begin(String category, String name, Map<String, ?> details) {
        Span span = new Span(category, name, details);
        if (on) {
            threads.putIfAbsent(span.thread, Thread.currentThread().getName());
            open.add(span);
        }
        return span;
    }

    /** Adds a span that has ended. */
    public void add(TraceSpan span) {
        if (!on) {
            return;
        }
        if (count.incrementAndGet() > MOST) {
            dropped.incrementAndGet();
        } else {
            done.add(span);
        }
    }

    /** Has an action add spans that lie elsewhere, once, before spans are read. */
    public void addSource(Runnable source) {
        sources.add(source);
    }

    /** The source has added its spans, or never will. */
    public void removeSource(Runnable source) {
        sources.remove(source);
    }

    /** All spans by their start, outer ones first; what has not ended ends now and has the detail {@code unfinished}. */
    public List<TraceSpan> spans() {
        sources.forEach(Runnable::run);
        List<TraceSpan> all = new ArrayList<>(done);
        open.forEach(span -> all.add(span.unfinished()));
        all.sort(
                (a, b) -> a.start() != b.start() ? Long.compare(a.start(), b.start()) : Long.compare(b.end(), a.end()));
        return all;
    }

    /** The names of the threads by their ids. */
    public Map<Long, String> threads() {
        return new TreeMap<>(threads);
    }

    /** When it was made, in the nanoseconds of {@link System#nanoTime()}. */
    public long start() {
        return start;
    }

    /** How many spans were too many. */
    public long dropped() {
        return dropped.get();
    }

    /** Something that takes time now. */
    public final class Span implements AutoCloseable {

        private final String category;
        private final String name;
        private final Map<String, Object> details;
        private final long thread = Thread.currentThread().getId();
        private final long began = System.nanoTime();

        private Span(String category, String name, Map<String, ?> details) {
            this.category = category;
            this.name = name;
            this.details = new LinkedHashMap<>(details);
        }

        /** When it began, in the nanoseconds of {@link System#nanoTime()}. */
        public long began() {
            return began;
        }

        private TraceSpan unfinished() {
            Map<String, Object> more = new LinkedHashMap<>(details);
            more.put("unfinished", true);
            return new TraceSpan(category, name, thread, began, System.nanoTime(), more);
        }

        @Override
        public void close() {
            if (open.remove(this)) {
                add(new TraceSpan(category, name, thread, began, System.nanoTime(), details));
            }
        }
    }
}
