package dev.zograf.tensor;

import dev.zograf.api.value.FloatTensor;
import java.util.function.ToDoubleFunction;

/** Tensors as functions of their indices: how the {@link Interpreter} computes. */
final class Grid {

    private Grid() {}

    /** A tensor with {@code f(index)} at each index. The index array is reused. */
    static FloatTensor fill(int[] shape, ToDoubleFunction<int[]> f) {
        int size = 1;
        for (int dim : shape) {
            size *= dim;
        }
        float[] out = new float[size];
        int[] index = new int[shape.length];
        for (int i = 0; i < size; i++) {
            out[i] = (float) f.applyAsDouble(index);
            for (int axis = shape.length - 1; axis >= 0 && ++index[axis] == shape[axis]; axis--) {
                index[axis] = 0;
            }
        }
        return FloatTensor.wrap(out, shape);
    }

    /** The number at an index; missing leading axes and axes of size 1 are broadcast. */
    static double at(FloatTensor x, int... index) {
        int flat = 0;
        for (int axis = 0; axis < x.rank(); axis++) {
            int i = index[index.length - x.rank() + axis];
            flat = flat * x.dim(axis) + (x.dim(axis) == 1 ? 0 : i);
        }
        return x.at(flat);
    }
}
