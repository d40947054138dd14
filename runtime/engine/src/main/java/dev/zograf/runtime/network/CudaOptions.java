package dev.zograf.runtime.network;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How networks compute on CUDA devices.
 *
 * @param memoryLimit bytes of a device that the arena of one network may take; 0 for all that is free
 * @param search how thoroughly cuDNN looks for the algorithm of a convolution
 * @param engineCache the folder in which TensorRT keeps its engines; TensorRT is used only if there is one
 */
public record CudaOptions(long memoryLimit, Search search, Optional<Path> engineCache) {

    /** Rules of cuDNN, its default algorithm, or a measurement of all of them for each new size, which takes minutes. */
    public enum Search {
        HEURISTIC,
        DEFAULT,
        EXHAUSTIVE
    }

    /** @throws IllegalArgumentException if the limit is negative */
    public CudaOptions {
        if (memoryLimit < 0) {
            throw new IllegalArgumentException("A limit of CUDA's memory cannot be " + memoryLimit + " bytes.");
        }
    }

    /** All of the device's memory, algorithms by rules, no TensorRT. */
    public static CudaOptions defaults() {
        return new CudaOptions(0, Search.HEURISTIC, Optional.empty());
    }
}
