/**
 * Measurements for Micrometer, the only package that knows it: in come an engine's events and state, out go meters in the host's
 * registry. The engine works without Micrometer on the class path as long as nobody uses this package.
 */
@NullMarked
package dev.zograf.metrics;

import org.jspecify.annotations.NullMarked;
