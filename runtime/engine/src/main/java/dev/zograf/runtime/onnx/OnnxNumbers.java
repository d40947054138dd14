package dev.zograf.runtime.onnx;

/** With which numbers a network is written. Its inputs and outputs are 32-bit floats with any of them. */
public enum OnnxNumbers {
    /** 32-bit floats throughout. */
    FLOAT32,
    /**
     * 16-bit floats, as {@link HalfValues} has it, for devices with kernels for them. Weights that are stored so are used as they are.
     */
    FLOAT16,
    /**
     * The numbers of {@link #FLOAT16}, rounded to 16 bits between operators that compute in 32: what a device with kernels for them gives
     * but for the order of sums, on one without. Saves nothing.
     */
    ROUNDED
}
