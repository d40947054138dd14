/** Checkpoints of the sizes of published models with random weights, written file by file: enough to measure with. */
@NullMarked
package dev.zograf.bench.checkpoint;

import org.jspecify.annotations.NullMarked;
