package dev.zograf.runtime.onednn;

import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** The few operators that the library lacks and that work on little: rows of tables, waves of timesteps. */
final class HostWork {

    private final Builder builder;

    HostWork(Builder builder) {
        this.builder = builder;
    }

    /** A function of each number. */
    Value map(Value x, DoubleUnaryOperator function) {
        Value in = builder.rows(x, Kind.F32);
        Value out = Value.ofRows(Kind.F32, in.dims());
        int size = Math.toIntExact(in.size());
        builder.host(
                addresses -> {
                    FloatBuffer from = floats(addresses.get(0), size);
                    FloatBuffer to = floats(addresses.get(1), size);
                    for (int i = 0; i < size; i++) {
                        to.put(i, (float) function.applyAsDouble(from.get(i)));
                    }
                },
                in,
                out);
        return out;
    }

    /** Rows of a table by their numbers. */
    Value embedding(Value table, Value ids) {
        Value from = builder.rows(table, Kind.F32);
        long[] dims = Arrays.copyOf(ids.dims(), ids.rank() + 1);
        dims[ids.rank()] = table.dim(1);
        Value out = Value.ofRows(Kind.F32, dims);
        int count = Math.toIntExact(ids.size());
        int width = Math.toIntExact(table.dim(1));
        builder.host(
                addresses -> {
                    IntBuffer which = ints(addresses.get(1), count);
                    for (int i = 0; i < count; i++) {
                        long row = which.get(i);
                        if (row < 0 || row >= table.dim(0)) {
                            throw new IllegalArgumentException("The table has no row " + row + ".");
                        }
                        copyRow(addresses.get(0), row, addresses.get(2), i, width);
                    }
                },
                from,
                ids,
                out);
        return out;
    }

    /** One token of each entry. */
    Value takeToken(Value x, Value positions) {
        Value in = builder.rows(x, Kind.F32);
        Value out = Value.ofRows(Kind.F32, new long[] {in.dim(0), in.dim(2)});
        int batch = Math.toIntExact(in.dim(0));
        int width = Math.toIntExact(in.dim(2));
        builder.host(
                addresses -> {
                    IntBuffer at = ints(addresses.get(1), batch);
                    for (int i = 0; i < batch; i++) {
                        copyRow(addresses.get(0), i * in.dim(1) + at.get(i), addresses.get(2), i, width);
                    }
                },
                in,
                positions,
                out);
        return out;
    }

    /** The greatest number of each row, which stays with one entry. */
    Value max(Value x) {
        Value in = builder.rows(x, Kind.F32);
        long[] dims = in.dims().clone();
        int width = Math.toIntExact(dims[dims.length - 1]);
        dims[dims.length - 1] = 1;
        Value out = Value.ofRows(Kind.F32, dims);
        int count = Math.toIntExact(out.size());
        builder.host(
                addresses -> {
                    FloatBuffer from = floats(addresses.get(0), count * width);
                    FloatBuffer to = floats(addresses.get(1), count);
                    for (int i = 0; i < count; i++) {
                        float greatest = from.get(i * width);
                        for (int j = 1; j < width; j++) {
                            greatest = Math.max(greatest, from.get(i * width + j));
                        }
                        to.put(i, greatest);
                    }
                },
                in,
                out);
        return out;
    }

    /** Axes of one entry repeated until the sizes are those. */
    Value expand(Value x, long[] dims) {
        Value in = builder.rows(x, Kind.F32);
        Value out = Value.ofRows(Kind.F32, dims);
        int size = Math.toIntExact(out.size());
        long[] strides = out.strides();
        builder.host(
                addresses -> {
                    FloatBuffer from = floats(addresses.get(0), in.size());
                    FloatBuffer to = floats(addresses.get(1), size);
                    for (int i = 0; i < size; i++) {
                        long at = 0;
                        for (int axis = 0; axis < dims.length; axis++) {
                            at += i / strides[axis] % dims[axis] % in.dims()[axis] * in.strides()[axis];
                        }
                        to.put(i, from.get((int) at));
                    }
                },
                in,
                out);
        return out;
    }

    /** Numbers that are known when the plan is made. */
    static Value constant(float[] numbers, long... dims) {
        BytePointer memory = new BytePointer(Math.max(1, 4L * numbers.length));
        floats(memory, numbers.length).put(numbers);
        return new Value(Kind.F32, dims, Value.rows(dims), 0, Slot.kept(memory));
    }

    private static void copyRow(Pointer from, long row, Pointer to, long toRow, long width) {
        long bytes = width * Float.BYTES;
        Pointer.memcpy(Addresses.at(to, toRow * bytes), Addresses.at(from, row * bytes), bytes);
    }

    static FloatBuffer floats(Pointer address, long count) {
        return new BytePointer(address)
                .capacity(count * Float.BYTES)
                .asByteBuffer()
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    static IntBuffer ints(Pointer address, long count) {
        return new BytePointer(address)
                .capacity(count * Integer.BYTES)
                .asByteBuffer()
                .order(ByteOrder.nativeOrder())
                .asIntBuffer();
    }
}
