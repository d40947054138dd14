/**
 * ONNX Runtime, the only package that knows it. In come tensor graphs, out come sessions over mapped weights, which are stopped from inside
 * when a run is cancelled.
 */
@NullMarked
package dev.zograf.runtime.ort;

import org.jspecify.annotations.NullMarked;
