package dev.zograf.runtime.node;

/**
 * Stands for the value of an output that came to nothing.
 *
 * @param why for a person, as the end of a sentence
 */
public record Absent(String why) {}
