/**
 * Runs plans: independent nodes at once on a bounded pool, results kept by content in a bounded cache, progress and failures
 * told to an observer, everything stopped by one cancellation. The only package that knows the cache library.
 */
@NullMarked
package dev.zograf.runtime.exec;

import org.jspecify.annotations.NullMarked;
