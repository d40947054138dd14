package dev.zograf.runtime.exec;

import java.time.Duration;
import java.util.Optional;

/**
 * What one run may take; empty means as much as it likes.
 *
 * @param time from its start to its end
 * @param executions how many times a node may run, loops and calls included
 * @param steps how many steps of progress one node may take
 * @param pixels how many pixels (width times height times count) one picture or batch may have
 * @param memory how many bytes of results the run may hold at once
 * @param written how many bytes it may write to files
 * @param files how many files it may write
 */
public record Limits(
        Optional<Duration> time,
        Optional<Long> executions,
        Optional<Long> steps,
        Optional<Long> pixels,
        Optional<Long> memory,
        Optional<Long> written,
        Optional<Long> files) {

    /** No limit at all. */
    public static final Limits NONE = new Limits(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
}
