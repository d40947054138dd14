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
 * @param whole all weights are in the model, by name or by place
 * @param feeding the weights of convolutions that are stored in 16 bits are inputs instead, if there are many
 * @param root the folder to which the places of the weights are relative, if there are weights in files
 * @param files the files that hold weights
 * @param storedBytes the size of all weights as they are stored
 * @param computeBytes the size of all weights in the type in which the network computes
 */
public record OnnxModel(
        Form whole, Optional<Form> feeding, Optional<Path> root, Set<Path> files, long storedBytes, long computeBytes) {

    /**
     * One way to write it.
     *
     * @param bytes the ModelProto
     * @param inMemory the weights whose bytes the engine must be given when it makes a session
     * @param fed weights that are inputs, in 32-bit floats
     */
    public record Form(byte[] bytes, List<InMemory> inMemory, List<Fed> fed) {}

    /**
     * A weight that is not in a file.
     *
     * @param name its name in the model
     * @param asFloats whether the model wants it as 32-bit floats although it is stored otherwise
     */
    public record InMemory(String name, Weight weight, boolean asFloats) {}

    /**
     * A weight that is an input.
     *
     * @param name of the input
     */
    public record Fed(String name, Weight weight) {}
}
