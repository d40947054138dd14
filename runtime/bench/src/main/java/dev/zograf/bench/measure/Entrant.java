package dev.zograf.bench.measure;

import java.util.List;

/**
 * Who takes part in a contest.
 *
 * @param name such as {@code zograf int8}
 * @param peer whether it is the Python side
 * @param exact whether it multiplies 32-bit floats
 * @param memory about how many bytes it takes
 * @param command what starts it
 */
public record Entrant(String name, boolean peer, boolean exact, long memory, List<String> command) {}
