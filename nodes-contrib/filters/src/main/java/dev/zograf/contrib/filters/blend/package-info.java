/**
 * Nodes that lay one picture over another, by the formulas of W3C Compositing and Blending Level 1.
 */
@NullMarked
package dev.zograf.contrib.filters.blend;

import org.jspecify.annotations.NullMarked;
