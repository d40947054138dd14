package dev.zograf.tensor;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/** One tensor of a checkpoint: its full name, type, shape, and where its bytes are. */
public final class Weight {

    private final String name;
    private final DType dtype;
    private final long[] shape;
    private final WeightStorage storage;

    private Weight(String name, DType dtype, long[] shape, WeightStorage storage) {
        this.name = name;
        this.dtype = dtype;
        this.shape = shape;
        this.storage = storage;
    }

    /** A tensor of a checkpoint. */
    public static Weight of(String name, DType dtype, long[] shape, WeightStorage storage) {
        return new Weight(name, dtype, shape.clone(), storage);
    }

    /** The full name in the file: {@code down_blocks.0.resnets.0.conv1.weight}. */
    public String name() {
        return name;
    }

    /** The type as stored. */
    public DType dtype() {
        return dtype;
    }

    /** The sizes; a fresh array. */
    public long[] shape() {
        return shape.clone();
    }

    /** How many numbers. */
    public long size() {
        return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    }

    /** Where the bytes are. */
    public WeightStorage storage() {
        return storage;
    }

    /**
     * Some of its entries along the first axis; those of a file stay in the file.
     *
     * @param from the first of them
     * @param to the first after them
     * @throws IndexOutOfBoundsException if there are no such entries
     */
    public Weight rows(long from, long to) {
        Objects.checkFromToIndex(from, to, shape.length == 0 ? 0 : shape[0]);
        long[] part = shape.clone();
        part[0] = to - from;
        long row = shape[0] == 0 ? 0 : size() / shape[0] * dtype.bytes();
        long offset = from * row;
        long length = (to - from) * row;
        WeightStorage some = storage instanceof WeightStorage.InFile region
                ? new WeightStorage.InFile(region.file(), region.offset() + offset, length)
                : new WeightStorage.InMemory(() -> WeightData.bytes(this)
                        .slice(Math.toIntExact(offset), Math.toIntExact(length))
                        .order(ByteOrder.LITTLE_ENDIAN));
        return new Weight(name + "[" + from + ":" + to + "]", dtype, part, some);
    }

    @Override
    public String toString() {
        return name + " " + dtype + Arrays.toString(shape);
    }
}
