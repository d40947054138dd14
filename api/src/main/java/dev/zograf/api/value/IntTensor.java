package dev.zograf.api.value;

import dev.zograf.api.PortType;
import java.util.Arrays;

/** Immutable 32-bit integers in row-major order, such as token ids of shape {@code [batch, tokens]}. */
@PortType("int-tensor")
public final class IntTensor implements HostTensor {

    private final int[] data;
    private final int[] shape;

    private IntTensor(int[] data, int[] shape) {
        if (data.length != Shapes.size(shape)) {
            throw new IllegalArgumentException(
                    data.length + " numbers do not fill the shape " + Arrays.toString(shape) + ".");
        }
        this.data = data;
        this.shape = shape;
    }

    /** A tensor with a copy of the data. */
    public static IntTensor of(int[] data, int... shape) {
        return new IntTensor(data.clone(), shape.clone());
    }

    @Override
    public int[] shape() {
        return shape.clone();
    }

    @Override
    public int size() {
        return data.length;
    }

    /** The number at a flat position. */
    public int at(int index) {
        return data[index];
    }

    /** A copy of the numbers. */
    public int[] toArray() {
        return data.clone();
    }

    @Override
    public String toString() {
        return "int32" + Arrays.toString(shape);
    }
}
