package dev.zograf.server.store;

import java.time.Duration;

/**
 * How much of the past is kept. The oldest jobs go first, with their results.
 *
 * @param jobs how many ended jobs
 * @param age how long after its end a job is kept
 * @param bytes how large the results may be together
 */
public record Retention(int jobs, Duration age, long bytes) {

    /** 10,000 jobs, a hundred years, 100 GB. */
    public static final Retention DEFAULT = new Retention(10_000, Duration.ofDays(36_500), 100_000_000_000L);
}
