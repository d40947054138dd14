package dev.zograf.runtime.exec;

/**
 * Something that was odd when a result was made.
 *
 * @param path from the node that has the result to the one that warned: empty if that is the same, else such as {@code /0/prompt}
 */
record Warning(String path, String text) {}
