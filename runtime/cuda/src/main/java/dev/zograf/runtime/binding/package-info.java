/**
 * A thin binding to the functions of ONNX Runtime's C interface that its Java interface lacks, by JNA; the only package that knows JNA. In come
 * addresses of sessions and memory of a device, out come sessions whose inputs and outputs stay there. Nothing of it is loaded before a
 * session on a CUDA device is made.
 */
@NullMarked
package dev.zograf.runtime.binding;

import org.jspecify.annotations.NullMarked;
