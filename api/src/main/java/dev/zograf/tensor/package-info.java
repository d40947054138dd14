/**
 * The symbolic tensor graph in which networks are written: immutable handles, shapes and dtypes inferred while the graph is
 * built, weights read from a scope that the checkpoint file declares. In comes a {@link dev.zograf.tensor.Weights}, out goes
 * a {@link dev.zograf.tensor.TensorGraph} that the engine lowers to ONNX; nothing here computes, save the slow
 * {@code Interpreter} that tests use as a judge.
 */
@NullMarked
package dev.zograf.tensor;

import org.jspecify.annotations.NullMarked;
