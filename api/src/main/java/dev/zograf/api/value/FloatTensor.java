package dev.zograf.api.value;

import dev.zograf.api.PortType;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * Immutable 32-bit floats in row-major order with the arithmetic that samplers need. Operations return new tensors; scalars
 * are doubles and each result is rounded to float once.
 */
@PortType("tensor")
public final class FloatTensor implements HostTensor {

    private final float[] data;
    private final int[] shape;

    private FloatTensor(float[] data, int[] shape) {
        if (data.length != Shapes.size(shape)) {
            throw new IllegalArgumentException(
                    data.length + " numbers do not fill the shape " + Arrays.toString(shape) + ".");
        }
        this.data = data;
        this.shape = shape;
    }

    /** A tensor with a copy of the data. */
    public static FloatTensor of(float[] data, int... shape) {
        return new FloatTensor(data.clone(), shape.clone());
    }

    /** A tensor over the array itself, which the caller must not touch any more. */
    public static FloatTensor wrap(float[] data, int... shape) {
        return new FloatTensor(data, shape.clone());
    }

    /** All numbers zero. */
    public static FloatTensor zeros(int... shape) {
        return new FloatTensor(new float[Shapes.size(shape)], shape.clone());
    }

    @Override
    public int[] shape() {
        return shape.clone();
    }

    @Override
    public int size() {
        return data.length;
    }

    /** How many axes there are. */
    public int rank() {
        return shape.length;
    }

    /** The size along one axis, counted from 0, or from the end if negative. */
    public int dim(int axis) {
        return shape[axis < 0 ? shape.length + axis : axis];
    }

    /** The number at a flat position. */
    public float at(int index) {
        return data[index];
    }

    /** A copy of the numbers. */
    public float[] toArray() {
        return data.clone();
    }

    /** The numbers without a copy, read-only. */
    public FloatBuffer buffer() {
        return FloatBuffer.wrap(data).asReadOnlyBuffer();
    }

    /** The same numbers in another shape of the same size. */
    public FloatTensor reshape(int... to) {
        return new FloatTensor(data, to.clone());
    }

    /** {@code f(x)} for each number. */
    public FloatTensor map(DoubleUnaryOperator f) {
        float[] out = new float[data.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) f.applyAsDouble(data[i]);
        }
        return new FloatTensor(out, shape);
    }

    /**
     * {@code f(x, y)} for each pair of numbers.
     *
     * @throws IllegalArgumentException if the shapes differ
     */
    public FloatTensor zip(FloatTensor other, DoubleBinaryOperator f) {
        Shapes.require(Arrays.equals(shape, other.shape), shape, other.shape);
        float[] out = new float[data.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) f.applyAsDouble(data[i], other.data[i]);
        }
        return new FloatTensor(out, shape);
    }

    /** The sum, number by number. */
    public FloatTensor plus(FloatTensor other) {
        return zip(other, (a, b) -> a + b);
    }

    /** {@code this + factor * other}. */
    public FloatTensor plus(double factor, FloatTensor other) {
        return zip(other, (a, b) -> a + factor * b);
    }

    /** The difference, number by number. */
    public FloatTensor minus(FloatTensor other) {
        return zip(other, (a, b) -> a - b);
    }

    /** Each number times the factor. */
    public FloatTensor times(double factor) {
        return map(a -> a * factor);
    }

    /** Each number divided by the divisor. */
    public FloatTensor over(double divisor) {
        return map(a -> a / divisor);
    }

    /** Each number, at least {@code min} and at most {@code max}. */
    public FloatTensor clamp(double min, double max) {
        return map(a -> Math.min(Math.max(a, min), max));
    }

    /**
     * The entries {@code from} (included) to {@code to} (excluded) along an axis.
     *
     * @throws IllegalArgumentException if they are outside of the axis
     */
    public FloatTensor slice(int axis, int from, int to) {
        if (axis < 0 || axis >= shape.length || from < 0 || to < from || to > shape[axis]) {
            throw new IllegalArgumentException(
                    "No entries " + from + " to " + to + " along axis " + axis + " of " + Arrays.toString(shape) + ".");
        }
        if (from == 0 && to == shape[axis]) {
            return this;
        }
        int inner = 1;
        for (int i = axis + 1; i < shape.length; i++) {
            inner *= shape[i];
        }
        int outer = 1;
        for (int i = 0; i < axis; i++) {
            outer *= shape[i];
        }
        int[] to2 = shape.clone();
        to2[axis] = to - from;
        float[] out = new float[Shapes.size(to2)];
        int run = (to - from) * inner;
        for (int o = 0; o < outer; o++) {
            System.arraycopy(data, (o * shape[axis] + from) * inner, out, o * run, run);
        }
        return new FloatTensor(out, to2);
    }

    /**
     * The parts one after the other along an axis.
     *
     * @throws IllegalArgumentException if there are no parts or their other axes differ
     */
    public static FloatTensor concat(int axis, List<FloatTensor> parts) {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("There is nothing to join.");
        }
        int[] to = parts.get(0).shape.clone();
        to[axis] = 0;
        for (FloatTensor part : parts) {
            int[] like = part.shape.clone();
            to[axis] += like[axis];
            like[axis] = 0;
            int[] rest = to.clone();
            rest[axis] = 0;
            Shapes.require(Arrays.equals(like, rest), part.shape, parts.get(0).shape);
        }
        int inner = 1;
        for (int i = axis + 1; i < to.length; i++) {
            inner *= to[i];
        }
        int outer = 1;
        for (int i = 0; i < axis; i++) {
            outer *= to[i];
        }
        float[] out = new float[Shapes.size(to)];
        int at = 0;
        for (int o = 0; o < outer; o++) {
            for (FloatTensor part : parts) {
                int run = part.shape[axis] * inner;
                System.arraycopy(part.data, o * run, out, at, run);
                at += run;
            }
        }
        return new FloatTensor(out, to);
    }

    /** The tensor repeated along its first axis until that has {@code batch} entries. */
    public FloatTensor repeatTo(int batch) {
        if (dim(0) == batch) {
            return this;
        }
        if (dim(0) == 0 || batch % dim(0) != 0) {
            throw new IllegalArgumentException("A batch of " + dim(0) + " cannot be repeated to " + batch + ".");
        }
        int[] to = shape.clone();
        to[0] = batch;
        float[] out = new float[Shapes.size(to)];
        for (int at = 0; at < out.length; at += data.length) {
            System.arraycopy(data, 0, out, at, data.length);
        }
        return new FloatTensor(out, to);
    }

    @Override
    public String toString() {
        return "float32" + Arrays.toString(shape);
    }
}
