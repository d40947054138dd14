/**
 * Networks that can be changed, and the changes: patches that are composed into the tensor graph of a model, and edits of its guidance.
 * In comes a denoiser or text encoder with a setting, out goes another one; the model's files are not touched.
 */
@NullMarked
package dev.zograf.nodes.patch;

import org.jspecify.annotations.NullMarked;
