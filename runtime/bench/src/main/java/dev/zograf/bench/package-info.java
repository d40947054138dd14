/**
 * The benchmark: {@link dev.zograf.bench.Benchmark} runs scenarios by name, beside diffusers if there is a Python that has it. In come
 * settings, out goes what was measured, as a table and as JSON.
 */
@NullMarked
package dev.zograf.bench;

import org.jspecify.annotations.NullMarked;
