package dev.zograf.nodes.merge;

import dev.zograf.api.InvalidInputException;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightData;
import dev.zograf.tensor.WeightSource;
import dev.zograf.tensor.WeightStorage;
import dev.zograf.tensor.Weights;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Weights between those of two models, {@code ratio * first + (1 - ratio) * second}, in 32-bit floats. Each tensor is computed when it is
 * asked for, one at a time; those of which nothing is taken from the second, and those that it does not have, are the first's own.
 */
final class MixedWeights implements WeightSource {

    private final WeightSource first;
    private final Weights second;
    private final ToDoubleFunction<String> ratios;
    private final String fingerprint;

    /**
     * A mixture.
     *
     * @param ratios how much of the first each tensor has, by its full name
     * @param fingerprint equal for equal ratios
     */
    private MixedWeights(WeightSource first, Weights second, ToDoubleFunction<String> ratios, String fingerprint) {
        this.first = first;
        this.second = second;
        this.ratios = ratios;
        this.fingerprint = "mix(" + first.fingerprint() + "," + second.fingerprint() + "," + fingerprint + ")";
    }

    /**
     * A mixture, checked.
     *
     * @throws InvalidInputException if a tensor that both have has two shapes
     */
    static WeightSource of(WeightSource first, Weights second, ToDoubleFunction<String> ratios, String fingerprint) {
        for (String name : first.names()) {
            Optional<Weight> other = second.find(name);
            Weight own = first.find(name).orElseThrow();
            if (other.isPresent() && !Arrays.equals(other.get().shape(), own.shape())) {
                throw new InvalidInputException(
                        "second",
                        "These are no two models of one kind: " + name + " has the shape "
                                + Arrays.toString(own.shape()) + " in " + first.file() + " and "
                                + Arrays.toString(other.get().shape()) + " in " + second.file() + ".");
            }
        }
        return new MixedWeights(first, second, ratios, fingerprint);
    }

    @Override
    public Optional<Weight> find(String name) {
        Optional<Weight> own = first.find(name);
        Optional<Weight> other = second.find(name);
        double ratio = ratios.applyAsDouble(name);
        if (own.isEmpty() || other.isEmpty() || ratio == 1 || !own.get().dtype().isFloat()) {
            return own;
        }
        return own.map(weight -> Weight.of(
                name,
                DType.F32,
                weight.shape(),
                new WeightStorage.InMemory(() -> mixed(weight, other.orElseThrow(), ratio))));
    }

    private static ByteBuffer mixed(Weight first, Weight second, double ratio) {
        float[] out = WeightData.floats(first);
        float[] others = WeightData.floats(second);
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) (ratio * out[i] + (1 - ratio) * others[i]);
        }
        ByteBuffer bytes = ByteBuffer.allocateDirect(out.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(out);
        return bytes;
    }

    @Override
    public NavigableSet<String> names() {
        return first.names();
    }

    @Override
    public String file() {
        return first.file() + " + " + second.file();
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }
}
