/**
 * What pictures say of how they were made, in the conventions of A1111 and ComfyUI beside this project's own. In come files and values of a
 * workflow, out come texts for a PNG, and values that texts held.
 */
@NullMarked
package dev.zograf.nodes.metadata;

import org.jspecify.annotations.NullMarked;
