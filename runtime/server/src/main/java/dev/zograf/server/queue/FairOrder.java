package dev.zograf.server.queue;

import java.util.HashMap;
import java.util.Map;

/**
 * Numbers jobs so that clients take turns, however many jobs one of them brings: start-time fair queueing with jobs of one size (Goyal,
 * Vin and Cheng, 1996). A job's number is one more than that of its client's job before, but not less than where the queue has got to.
 * Not thread-safe.
 */
final class FairOrder {

    private final Map<String, Double> last = new HashMap<>();
    private double reached;

    /** The number of a client's next job. */
    double next(String client) {
        double number = Math.max(reached, last.getOrDefault(client, reached)) + 1;
        last.put(client, Math.floor(number));
        return Math.floor(number);
    }

    /** A job that waits since before this process began. */
    void waits(String client, double number) {
        if (number > 0) {
            last.merge(client, Math.floor(number), Math::max);
        }
    }

    /** The queue has got to that number. */
    void reach(double number) {
        if (number > reached) {
            reached = number;
            last.values().removeIf(old -> old <= reached);
        }
    }
}
