/**
 * Where the time of runs goes. In come spans from threads that run nodes and networks, out comes a file in the Trace Event Format that
 * Chrome and Perfetto show.
 */
@NullMarked
package dev.zograf.runtime.trace;

import org.jspecify.annotations.NullMarked;
