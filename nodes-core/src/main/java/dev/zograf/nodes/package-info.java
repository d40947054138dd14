/** The door through which the engine finds the built-in nodes; they are in the packages below, by family. */
@NullMarked
package dev.zograf.nodes;

import org.jspecify.annotations.NullMarked;
