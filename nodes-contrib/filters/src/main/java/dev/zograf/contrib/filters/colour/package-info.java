/**
 * Nodes that change each pixel by itself: levels, curves, temperature and so on. Pictures in, pictures of the same size out,
 * in the sRGB encoding of files.
 */
@NullMarked
package dev.zograf.contrib.filters.colour;

import org.jspecify.annotations.NullMarked;
