/**
 * The one place that touches OpenCV: filters, sizes and edges as functions over planes {@code [batch, channels, h, w]} of one
 * or three channels. In come tensors in the memory of the JVM, out go new ones; native memory lives for one picture of one call.
 * OpenCV's natives are loaded by the first call.
 */
@NullMarked
package dev.zograf.contrib.opencv;

import org.jspecify.annotations.NullMarked;
