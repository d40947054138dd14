package dev.zograf.nodes.loaders;

import dev.zograf.tensor.DType;
import dev.zograf.tensor.SmallFloats;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightData;
import dev.zograf.tensor.WeightSource;
import dev.zograf.tensor.WeightStorage;
import dev.zograf.tensor.Weights;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.NavigableSet;
import java.util.Optional;

/**
 * The tensors of a file as if they were stored in a smaller type: each floating-point number is rounded when it is read, those of norms and
 * biases, too, as a PyTorch module that is made in that type takes its state. What the network computes with is another matter.
 */
final class RoundedWeights implements WeightSource {

    private final WeightSource from;
    private final DType type;

    private RoundedWeights(WeightSource from, DType type) {
        this.from = from;
        this.type = type;
    }

    /** The same scope with its numbers rounded to a type. */
    static Weights of(Weights weights, DType type) {
        return weights.with(source -> new RoundedWeights(source, type));
    }

    @Override
    public Optional<Weight> find(String name) {
        return from.find(name).map(this::rounded);
    }

    private Weight rounded(Weight weight) {
        return weight.dtype().isFloat() && weight.dtype() != type
                ? Weight.of(
                        weight.name(), type, weight.shape(), new WeightStorage.InMemory(() -> rounded(weight, type)))
                : weight;
    }

    private static ByteBuffer rounded(Weight weight, DType type) {
        float[] numbers = WeightData.floats(weight);
        ByteBuffer out =
                ByteBuffer.allocateDirect(numbers.length * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (float number : numbers) {
            SmallFloats.put(out, number, type);
        }
        return out.flip();
    }

    @Override
    public NavigableSet<String> names() {
        return from.names();
    }

    @Override
    public String file() {
        return from.file();
    }

    @Override
    public String fingerprint() {
        return from.fingerprint() + "@" + type;
    }
}
