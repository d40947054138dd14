/** Tensors in files of their own. In come numbers with names, out goes a {@code .safetensors} file. */
@NullMarked
package dev.zograf.nodes.tensors;

import org.jspecify.annotations.NullMarked;
