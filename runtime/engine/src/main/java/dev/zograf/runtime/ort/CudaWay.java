package dev.zograf.runtime.ort;

/** What has a session compute on a CUDA device. */
enum CudaWay {
    /** ONNX Runtime's CUDA provider. */
    PLAIN,
    /** The same, made to capture CUDA graphs. */
    GRAPHS,
    /** TensorRT, and CUDA for what that does not have. */
    TENSOR_RT,
    /** The same for a network with values of float16. */
    TENSOR_RT_IN_FLOAT16,
    /** The same for a network with values of bfloat16. */
    TENSOR_RT_IN_BFLOAT16;

    /** Whether TensorRT computes. */
    boolean isTensorRt() {
        return this == TENSOR_RT || this == TENSOR_RT_IN_FLOAT16 || this == TENSOR_RT_IN_BFLOAT16;
    }
}
