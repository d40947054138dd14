/**
 * What the nodes share: going over pixels, batches that fit together, colours as text, limits of sizes. In come values of the
 * API and what a user wrote, out go values or one clear message.
 */
@NullMarked
package dev.zograf.contrib.filters.pixels;

import org.jspecify.annotations.NullMarked;
