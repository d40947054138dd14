/**
 * Golden parity: cases computed with PyTorch and diffusers are run through the public nodes and engine and compared number by
 * number. In come folders with {@code case.json}, out comes one test a case. A new family is a {@link
 * dev.zograf.graphs.parity.ParityCase} and a line in {@code ParityTest}.
 */
@NullMarked
package dev.zograf.graphs.parity;

import org.jspecify.annotations.NullMarked;
