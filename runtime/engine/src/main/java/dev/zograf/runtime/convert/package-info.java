/**
 * Rewrites models: other names, other types of numbers, other files. In: a checkpoint. Out: files, written tensor by tensor, so that a
 * model of any size needs the memory of its largest tensor at most.
 */
@NullMarked
package dev.zograf.runtime.convert;

import org.jspecify.annotations.NullMarked;
