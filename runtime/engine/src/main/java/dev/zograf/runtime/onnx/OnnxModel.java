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
 * @param root the folder to which the places of the weights are relative, if there are weights in files
 * @param files the files that hold weights
 * @param inMemory the weights whose bytes must be given
 * @param storedBytes the size of all weights as they are stored
 * @param computeBytes the size of all weights in the type in which the network computes
 */
public record OnnxModel(
        byte[] bytes,
        Optional<Path> root,
        Set<Path> files,
        List<InMemory> inMemory,
        long storedBytes,
        long computeBytes) {

    /**
     * A weight that is not in a file.
     *
     * @param name its name in the model
     * @param asFloats whether the model wants it as 32-bit floats although it is stored otherwise
     */
    public record InMemory(String name, Weight weight, boolean asFloats) {}
}
