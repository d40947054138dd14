package dev.zograf.cli;

import java.util.HashMap;
import java.util.Map;

/** A plain line now and then, for logs: at the start of a node's steps, at most every few seconds, and at their end. */
final class ProgressLines implements Progress {

    private static final long EVERY_NANOS = 5_000_000_000L;

    private final Console console;
    private final Map<String, Long> last = new HashMap<>();

    ProgressLines(Console console) {
        this.console = console;
    }

    @Override
    public synchronized void step(String node, int step, int total) {
        if (total <= 1) {
            return;
        }
        long now = System.nanoTime();
        Long before = last.get(node);
        if (before == null || now - before >= EVERY_NANOS || step == total) {
            last.put(node, now);
            console.say(node + ": " + step + " of " + total);
        }
    }

    @Override
    public synchronized void finished(String node) {
        last.remove(node);
    }

    @Override
    public void close() {}
}
