package dev.zograf.nodes.lora;

/** What a file adds to one tensor, at strength 1. Its shapes were checked; its numbers are read when they are asked for. */
sealed interface Delta permits LowRankDelta, HadamardDelta, KroneckerDelta, FullDelta {

    /** How many rows the tensor has: output channels. */
    int rows();

    /** How many numbers a row has: input channels times the kernel. */
    int columns();

    /** The numbers, row by row. */
    float[] values();
}
