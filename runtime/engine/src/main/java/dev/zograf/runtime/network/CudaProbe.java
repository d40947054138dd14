package dev.zograf.runtime.network;

import java.util.Optional;

/**
 * Brings the libraries of CUDA and asks them what there is. {@code zograf-cuda} has one, found by {@link java.util.ServiceLoader}; without
 * any the system's own libraries are used, and nothing is known of them before they fail.
 */
public interface CudaProbe {

    /** Loads the libraries that ONNX Runtime's CUDA provider links to, and reports. What is missing is in the report, never thrown. */
    CudaReport look();

    /** How many bytes of a device are free now; -1 if that cannot be said. */
    long freeBytes(int device);

    /**
     * Loads the libraries that ONNX Runtime's TensorRT provider links to, and reports. Called only where TensorRT is asked for: they are large.
     *
     * @return empty if it knows nothing of them, and they are found or not when the provider is loaded
     */
    default Optional<TensorRtReport> tensorRt() {
        return Optional.empty();
    }
}
