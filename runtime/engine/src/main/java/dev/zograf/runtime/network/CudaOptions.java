package dev.zograf.runtime.network;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How networks compute on CUDA devices.
 *
 * @param memoryLimit bytes of a device that the arena of one network may take; 0 for all that is free
 * @param search how thoroughly cuDNN looks for the algorithm of a convolution
 * @param engineCache the folder in which TensorRT keeps its engines; TensorRT is used only if there is one
 * @param graphs whether what a network does on a device is captured as a CUDA graph when it runs again with the same sizes
 */
public record CudaOptions(long memoryLimit, Search search, Optional<Path> engineCache, boolean graphs) {

    /** Rules of cuDNN, its default algorithm, or a measurement of all of them for each new size, which takes minutes. */
    public enum Search {
        HEURISTIC,
        DEFAULT,
        EXHAUSTIVE
    }

    /** @throws IllegalArgumentException if the limit is negative, or if both graphs and TensorRT are wanted */
    public CudaOptions {
        if (memoryLimit < 0) {
            throw new IllegalArgumentException("A limit of CUDA's memory cannot be " + memoryLimit + " bytes.");
        }
        if (graphs && engineCache.isPresent()) {
            throw new IllegalArgumentException(
                    "CUDA graphs need every operator in ONNX Runtime's CUDA provider, and TensorRT takes some; choose one of both.");
        }
    }

    /** All of the device's memory, algorithms by rules, no TensorRT, no graphs. */
    public static CudaOptions defaults() {
        return new CudaOptions(0, Search.HEURISTIC, Optional.empty(), false);
    }

    /** The same within other bounds, 0 for none. */
    public CudaOptions within(long bytes) {
        return new CudaOptions(bytes, search, engineCache, graphs);
    }

    /** The same with another search. */
    public CudaOptions searching(Search other) {
        return new CudaOptions(memoryLimit, other, engineCache, graphs);
    }

    /** The same with TensorRT, whose engines are kept in a folder. */
    public CudaOptions withTensorRt(Path engines) {
        return new CudaOptions(memoryLimit, search, Optional.of(engines), graphs);
    }

    /** The same with or without CUDA graphs. */
    public CudaOptions withGraphs(boolean captured) {
        return new CudaOptions(memoryLimit, search, engineCache, captured);
    }
}
