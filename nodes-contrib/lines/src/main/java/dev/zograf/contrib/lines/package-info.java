/**
 * The plugin of edges and lines: what ControlNet is guided by, drawn from pictures. In come pictures, out go white lines on black;
 * {@link dev.zograf.contrib.lines.HedNetwork} needs weights that the user gives, the others need none.
 */
@NullMarked
package dev.zograf.contrib.lines;

import org.jspecify.annotations.NullMarked;
