package dev.zograf.api.value;

import java.util.Arrays;

/** Arithmetic on the shapes of tensors. */
final class Shapes {

    private Shapes() {}

    /** The product of the sizes, or an error that names the shape if one is negative or the product exceeds an array. */
    static int size(int[] shape) {
        long size = 1;
        for (int dim : shape) {
            if (dim < 0) {
                throw new IllegalArgumentException("A tensor cannot have the shape " + Arrays.toString(shape) + ".");
            }
            size *= dim;
            if (size > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(
                        "A tensor of shape " + Arrays.toString(shape) + " is larger than 2^31 - 1 numbers.");
            }
        }
        return (int) size;
    }

    static void require(boolean same, int[] a, int[] b) {
        if (!same) {
            throw new IllegalArgumentException(
                    "The shapes " + Arrays.toString(a) + " and " + Arrays.toString(b) + " differ.");
        }
    }
}
