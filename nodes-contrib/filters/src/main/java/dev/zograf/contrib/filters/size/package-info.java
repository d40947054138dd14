/**
 * Nodes that change size and position: fit, scale, crop, pad, rotate, flip. Pictures in, pictures of another size out.
 */
@NullMarked
package dev.zograf.contrib.filters.size;

import org.jspecify.annotations.NullMarked;
