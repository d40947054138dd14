/**
 * oneDNN, the only package that knows it. In come tensor graphs and a precision, out come networks: for each size of inputs a plan, a list of
 * primitives over one block of memory, with feature maps channels last and activations fused into the layers before them.
 */
@NullMarked
package dev.zograf.runtime.onednn;

import org.jspecify.annotations.NullMarked;
