package dev.zograf.api.value;

/** Numbers in row-major order in the memory of the JVM, as they go into and come out of a network. */
public sealed interface HostTensor permits FloatTensor, IntTensor {

    /** The size along each axis; a fresh array. A scalar has none. */
    int[] shape();

    /** How many numbers there are: the product of the shape. */
    int size();
}
