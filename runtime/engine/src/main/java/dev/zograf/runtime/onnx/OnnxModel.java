package dev.zograf.runtime.onnx;

import dev.zograf.tensor.Weight;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A network as ONNX. Weights in files are referred to by their path below {@link #root}; the engine must be told that folder. Weights
 * in memory have only their type and shape in the model; the engine must be given their bytes by name.
 *
 * @param bytes the ModelProto
 * @param casting another form of it, if there are many weights of convolutions that are stored in 16 bits
 * @param inMemory the weights whose bytes the engine must be given when it makes a session
 * @param root the folder to which the places of the weights are relative, if there are weights in files
 * @param files the files that hold weights
 * @param storedBytes the size of all weights as they are stored
 * @param computeBytes the size of all weights in the type in which the network computes
 */
public record OnnxModel(
        byte[] bytes,
        Optional<Casting> casting,
        List<InMemory> inMemory,
        Optional<Path> root,
        Set<Path> files,
        long storedBytes,
        long computeBytes) {

    /**
     * The form that has {@linkplain dev.zograf.runtime.network.CastKernels weights of convolutions} as inputs with what is stored as their
     * default. The engine turns what cannot change into floats when it makes a session, and what may change in each run.
     *
     * @param bytes the ModelProto
     * @param weightBytes the size of all weights, these as they are stored
     */
    public record Casting(byte[] bytes, long weightBytes) {}

    /**
     * A weight that is not in a file.
     *
     * @param name its name in the model
     * @param asFloats whether the model wants it as 32-bit floats although it is stored otherwise
     */
    public record InMemory(String name, Weight weight, boolean asFloats) {}

    /** The size of all weights on the processor, if those that it lays out anew are floats. */
    public long balancedBytes() {
        return casting.map(Casting::weightBytes).orElse(computeBytes);
    }
}
