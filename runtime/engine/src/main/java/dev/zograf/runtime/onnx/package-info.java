/**
 * Tensor graphs as ONNX models. In comes a {@link dev.zograf.tensor.TensorGraph}, out go the bytes of a model whose weights stay
 * where they are: the model refers to regions of the checkpoint's own files. {@link dev.zograf.runtime.onnx.OnnxOps} says what each
 * operator becomes; nothing here computes or knows the engine that does.
 */
@NullMarked
package dev.zograf.runtime.onnx;

import org.jspecify.annotations.NullMarked;
