/**
 * Nodes that make masks of pictures or numbers, and change and combine them.
 */
@NullMarked
package dev.zograf.contrib.filters.mask;

import org.jspecify.annotations.NullMarked;
