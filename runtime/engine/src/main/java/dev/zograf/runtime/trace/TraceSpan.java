package dev.zograf.runtime.trace;

import java.util.Map;

/**
 * Something that took time on a thread.
 *
 * @param category what kind it is: {@code node}, {@code step}, {@code network}, {@code load}, {@code wait} or {@code operator}
 * @param thread the id of the thread
 * @param start in the nanoseconds of {@link System#nanoTime()}
 * @param end at or after the start
 * @param details what else is known, plain values of JSON
 */
public record TraceSpan(String category, String name, long thread, long start, long end, Map<String, Object> details) {}
