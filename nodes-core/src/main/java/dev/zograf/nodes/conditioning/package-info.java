/**
 * What is done with encoded prompts: combined, mixed, limited to regions of the picture or to stretches of the way from noise to
 * picture. In come conditionings, out goes another one; the sampling nodes read what is said.
 */
@NullMarked
package dev.zograf.nodes.conditioning;

import org.jspecify.annotations.NullMarked;
