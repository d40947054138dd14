package dev.zograf.tensor;

import java.util.Arrays;

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

    @Override
    public String toString() {
        return name + " " + dtype + Arrays.toString(shape);
    }
}
