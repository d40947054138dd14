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
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Weights made of those of two models, {@code a * first + b * second}, in 32-bit floats. Each tensor is computed when it is asked for, one at a
 * time; those that the second does not have are the first's own.
 */
final class MixedWeights implements WeightSource {

    /** The convolution that takes the picture: with a mask and a picture beside it, as models that inpaint have it, it takes more channels. */
    private static final String ENTRANCE = "conv_in.weight";

    private static final int CHANNELS = 1;

    private final WeightSource first;
    private final Weights second;
    private final Function<String, Shares> shares;
    private final String fingerprint;

    /** How much a tensor has of the first model and of the second. */
    record Shares(double first, double second) {

        /** {@code ratio} of the first, the rest of the second. */
        static Shares between(double ratio) {
            return new Shares(ratio, 1 - ratio);
        }
    }

    private MixedWeights(WeightSource first, Weights second, Function<String, Shares> shares, String fingerprint) {
        this.first = first;
        this.second = second;
        this.shares = shares;
        this.fingerprint = "mix(" + first.fingerprint() + "," + second.fingerprint() + "," + fingerprint + ")";
    }

    /**
     * A mixture of two that are of the same shapes.
     *
     * @param ratios how much of the first each tensor has, by its full name; the rest is of the second
     * @param fingerprint equal for equal ratios
     * @throws InvalidInputException if a tensor that both have has two shapes
     */
    static WeightSource of(WeightSource first, Weights second, ToDoubleFunction<String> ratios, String fingerprint) {
        requireSameShapes(first, second, false);
        return new MixedWeights(
                first, second, name -> Shares.between(ratios.applyAsDouble(name)), "ratio " + fingerprint);
    }

    /**
     * A sum. Where the one takes more channels than the other, as a model that inpaints does, the first's convolution stays the first's,
     * {@code a * first}.
     *
     * @throws InvalidInputException if any other tensor that both have has two shapes
     */
    static WeightSource sum(WeightSource first, Weights second, Shares shares) {
        requireSameShapes(first, second, true);
        return new MixedWeights(first, second, name -> shares, "sum " + shares.first() + "/" + shares.second());
    }

    private static void requireSameShapes(WeightSource first, Weights second, boolean moreChannels) {
        for (String name : first.names()) {
            Optional<Weight> other = second.find(name);
            Weight own = first.find(name).orElseThrow();
            if (other.isPresent()
                    && !Arrays.equals(other.get().shape(), own.shape())
                    && !(moreChannels
                            && name.equals(ENTRANCE)
                            && sameButChannels(own.shape(), other.get().shape()))) {
                throw new InvalidInputException(
                        "second",
                        "These are no two models of one kind: " + name + " has the shape "
                                + Arrays.toString(own.shape()) + " in " + first.file() + " and "
                                + Arrays.toString(other.get().shape()) + " in " + second.file() + ".");
            }
        }
    }

    private static boolean sameButChannels(long[] one, long[] other) {
        long[] changed = other.clone();
        if (one.length != other.length || one.length <= CHANNELS) {
            return false;
        }
        changed[CHANNELS] = one[CHANNELS];
        return Arrays.equals(one, changed);
    }

    @Override
    public Optional<Weight> find(String name) {
        Optional<Weight> own = first.find(name);
        Optional<Weight> other = second.find(name);
        if (own.isEmpty() || other.isEmpty() || !own.get().dtype().isFloat()) {
            return own;
        }
        boolean apart = !Arrays.equals(own.get().shape(), other.get().shape());
        Shares all = shares.apply(name);
        Shares share = apart ? new Shares(all.first(), 0) : all;
        if (share.first() == 1 && share.second() == 0) {
            return own;
        }
        return own.map(weight -> Weight.of(
                name,
                DType.F32,
                weight.shape(),
                new WeightStorage.InMemory(() -> mixed(weight, other.orElseThrow(), share))));
    }

    private static ByteBuffer mixed(Weight first, Weight second, Shares share) {
        float[] out = WeightData.floats(first);
        float[] others = share.second() == 0 ? new float[out.length] : WeightData.floats(second);
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) (share.first() * out[i] + share.second() * others[i]);
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
