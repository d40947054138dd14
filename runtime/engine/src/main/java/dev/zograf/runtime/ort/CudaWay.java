package dev.zograf.runtime.ort;

/** What has a session compute on a CUDA device. */
enum CudaWay {
    /** ONNX Runtime's CUDA provider. */
    PLAIN,
    /** The same, made to capture CUDA graphs. */
    GRAPHS,
    /** TensorRT, and CUDA for what that does not have. */
    TENSOR_RT,
    /** The same for a network with 16-bit values. */
    TENSOR_RT_IN_HALF
}
