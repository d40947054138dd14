package dev.zograf.nodes.control;

import dev.zograf.api.value.FloatTensor;
import dev.zograf.runtime.model.SafetensorsFile;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightData;
import dev.zograf.tensor.Weights;
import java.nio.file.Path;
import java.util.Arrays;

/** A file with a network, and what its Python original made of some numbers. */
final class Golden {

    private final Weights file;

    private Golden(Weights file) {
        this.file = file;
    }

    static Golden of(String name) {
        try {
            Path path = Path.of(Golden.class.getResource(name).toURI());
            return new Golden(Weights.of(SafetensorsFile.open(name, path)));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** The numbers of that name. */
    FloatTensor numbers(String name) {
        Weight weight = file.find(name).orElseThrow();
        return FloatTensor.wrap(
                WeightData.floats(weight),
                Arrays.stream(weight.shape()).mapToInt(Math::toIntExact).toArray());
    }

    /** The tensors of a network without the first part of their names. */
    Weights network(String part) {
        return Weights.of(new Part(file.at(part)));
    }
}
