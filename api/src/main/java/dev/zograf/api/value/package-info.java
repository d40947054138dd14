/**
 * What travels along the links of a workflow: final, immutable values. They know nothing of the engine and may be shared
 * between threads, cached and compared by identity of their origin.
 */
@NullMarked
package dev.zograf.api.value;

import org.jspecify.annotations.NullMarked;
