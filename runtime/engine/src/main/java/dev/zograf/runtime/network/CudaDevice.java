package dev.zograf.runtime.network;

/**
 * A device as CUDA's runtime describes it.
 *
 * @param index from 0
 * @param major of its compute capability
 * @param minor of its compute capability
 * @param totalBytes of its memory
 */
public record CudaDevice(int index, String name, int major, int minor, long totalBytes) {

    @Override
    public String toString() {
        return "cuda:" + index + " " + name;
    }
}
