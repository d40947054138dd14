/**
 * Large pictures and latents in overlapping tiles: where to cut, what to read beyond the edges, and how tiles become one again. In come
 * a size and a {@link dev.zograf.api.model.Tiling}; the memory that is taken beside the result is that of one tile.
 */
@NullMarked
package dev.zograf.nodes.tiling;

import org.jspecify.annotations.NullMarked;
