/**
 * JavaCPP's presets of CUDA, the only package that knows them. They bring the libraries to which ONNX Runtime's CUDA provider links, and
 * their runtime API says what driver and devices there are. What is missing is reported, never thrown.
 */
@NullMarked
package dev.zograf.runtime.cuda;

import org.jspecify.annotations.NullMarked;
