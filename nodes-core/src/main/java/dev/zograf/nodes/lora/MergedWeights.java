package dev.zograf.nodes.lora;

import dev.zograf.tensor.DType;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightData;
import dev.zograf.tensor.WeightSource;
import dev.zograf.tensor.WeightStorage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;

/**
 * Weights with changes added, in 32-bit floats. Each tensor is computed when it is asked for, one at a time; those that are not changed are
 * the file's own.
 */
final class MergedWeights implements WeightSource {

    /** A change with how much of it. */
    record Part(LayerChange change, double strength) {}

    private final WeightSource base;
    private final Map<String, List<Part>> parts;
    private final String fingerprint;

    /**
     * The changes of each tensor, in the order in which they are added.
     *
     * @param fingerprint equal for equal changes
     */
    MergedWeights(WeightSource base, Map<String, List<Part>> parts, String fingerprint) {
        this.base = base;
        this.parts = Map.copyOf(parts);
        this.fingerprint = fingerprint;
    }

    @Override
    public Optional<Weight> find(String name) {
        Optional<Weight> original = base.find(name);
        List<Part> changes = parts.get(name);
        if (changes == null) {
            return original;
        }
        return original.map(weight ->
                Weight.of(name, DType.F32, weight.shape(), new WeightStorage.InMemory(() -> merged(weight, changes))));
    }

    private static ByteBuffer merged(Weight weight, List<Part> changes) {
        float[] numbers = WeightData.floats(weight);
        changes.forEach(part -> part.change.addTo(numbers, part.strength));
        ByteBuffer bytes =
                ByteBuffer.allocateDirect(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(numbers);
        return bytes;
    }

    @Override
    public NavigableSet<String> names() {
        return base.names();
    }

    @Override
    public String file() {
        return base.file();
    }

    @Override
    public String fingerprint() {
        return base.fingerprint() + "+" + fingerprint;
    }
}
