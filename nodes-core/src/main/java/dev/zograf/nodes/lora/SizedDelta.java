package dev.zograf.nodes.lora;

import dev.zograf.tensor.Weight;

/** A change that knows its own size. */
sealed interface SizedDelta extends Delta
        permits LowRankDelta, HadamardDelta, KroneckerDelta, FullDelta, GeneralDelta, RowsDelta {

    /** How many rows the tensor has: output channels. */
    int rows();

    /** How many numbers a row has: input channels times the kernel. */
    int columns();

    @Override
    default boolean fits(Weight weight) {
        long[] shape = weight.shape();
        long first = shape.length == 0 ? 1 : shape[0];
        return rows() == first && (long) rows() * columns() == weight.size();
    }

    @Override
    default String size() {
        return "[" + rows() + ", " + columns() + "]";
    }
}
