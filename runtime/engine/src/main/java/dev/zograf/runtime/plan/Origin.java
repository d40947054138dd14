package dev.zograf.runtime.plan;

/**
 * Where a value came from, which tells its content without a look at it.
 *
 * @param key of the node's result that it is part of
 * @param output the index of the output
 */
public record Origin(ContentKey key, int output) {}
