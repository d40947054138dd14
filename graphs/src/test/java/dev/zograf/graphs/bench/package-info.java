/**
 * The benchmark: writes checkpoints of full size with random weights, measures the engine beside the Python original in one run,
 * and prints ratios. Run it by {@code graphs/bench/run}; nothing here runs in a build.
 */
@NullMarked
package dev.zograf.graphs.bench;

import org.jspecify.annotations.NullMarked;
