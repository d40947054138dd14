package dev.zograf.runtime.onnx;

import dev.zograf.tensor.DType;

/** With which numbers a network is written. Its inputs and outputs are 32-bit floats with any of them. */
public enum OnnxNumbers {
    /** 32-bit floats throughout, for any device. */
    FLOAT32(DType.F32, OnnxGraph.OPSET),
    /** As {@link #FLOAT32}, by the operators that are the fastest on processors. */
    PROCESSOR(DType.F32, OnnxGraph.OPSET),
    /**
     * 16-bit floats, as {@link HalfValues} has it, for devices with kernels for them. Weights that are stored so are used as they are.
     */
    FLOAT16(DType.F16, OnnxGraph.OPSET),
    /** As {@link #FLOAT16} with the range of 32-bit floats and 8 bits of mantissa, by the operators of the version that has convolutions of them. */
    BFLOAT16(DType.BF16, OnnxGraph.OPSET_OF_BFLOAT16),
    /**
     * The numbers of {@link #FLOAT16}, rounded to 16 bits between operators that compute in 32: what a device with kernels for them gives
     * but for the order of sums, on one without. Saves nothing.
     */
    ROUNDED(DType.F16, OnnxGraph.OPSET);

    private final DType narrow;
    private final int opset;

    OnnxNumbers(DType narrow, int opset) {
        this.narrow = narrow;
        this.opset = opset;
    }

    /** The type to which values are rounded that need no 32 bits. */
    DType narrow() {
        return narrow;
    }

    /** Whether nothing is rounded. */
    boolean isExact() {
        return this == FLOAT32 || this == PROCESSOR;
    }

    /** Whether only processors are meant. */
    boolean isForProcessors() {
        return this == PROCESSOR || this == ROUNDED;
    }

    /** Whether these are kept in that type. */
    boolean keepsNarrow() {
        return this == FLOAT16 || this == BFLOAT16;
    }

    /** The version of ONNX's operators. */
    int opset() {
        return opset;
    }
}
