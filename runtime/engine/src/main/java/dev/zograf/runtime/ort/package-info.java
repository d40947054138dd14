/**
 * ONNX Runtime, the only package that knows it. In come network definitions and weights, out come networks that run; sessions are made
 * when first needed, owned by a {@link dev.zograf.runtime.model.ModelPool}, and stopped from inside when a run is cancelled.
 */
@NullMarked
package dev.zograf.runtime.ort;

import org.jspecify.annotations.NullMarked;
