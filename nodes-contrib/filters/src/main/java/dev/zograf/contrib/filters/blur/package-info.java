/**
 * Nodes that look at the neighbours of a pixel: blurs, sharpening, and noise. Pictures in, pictures of the same size out.
 */
@NullMarked
package dev.zograf.contrib.filters.blur;

import org.jspecify.annotations.NullMarked;
