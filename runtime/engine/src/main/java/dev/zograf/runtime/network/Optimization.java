package dev.zograf.runtime.network;

import dev.zograf.api.InvalidInputException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a network's weights are turned into when it is loaded: the more of them is laid out anew, the faster each step and the more memory. */
public enum Optimization {
    /**
     * {@link #FAST} on a graphics card, which copies all weights anyway; else {@link #BALANCED}, or {@link #SMALL} if that exceeds the budget,
     * and for large networks that {@linkplain dev.zograf.tensor.TensorGraph#runsSeldom run seldom}.
     */
    AUTO,
    /** All weights in the layout of the processor, none of them mapped: the fastest steps, the slowest loading. For servers. */
    FAST,
    /** Matrices in the layout of the processor; the weights of convolutions stay mapped, and those in 16 bits become floats in each run. */
    BALANCED,
    /** All weights stay mapped as they are stored, and working memory is given back after each run. */
    SMALL;

    /** How many bytes of weights take long to lay out, compared with anything else that comes before a run. */
    private static final long LARGE = 64L << 20;

    /**
     * Reads {@code auto}, {@code fast}, {@code balanced} or {@code small}.
     *
     * @throws InvalidInputException if it is none of these
     */
    public static Optimization of(String text) {
        return Arrays.stream(values())
                .filter(each -> each.toString().equals(text))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(
                        "optimize",
                        "There is no optimisation \"" + text + "\"; it is "
                                + Arrays.stream(values())
                                        .map(Optimization::toString)
                                        .collect(Collectors.joining(", "))
                                + "."));
    }

    /**
     * What {@link #AUTO} means for a network; the others mean themselves.
     *
     * @param bytes its weights if it is {@link #BALANCED}
     * @param budget how many bytes of weights may stay loaded
     * @param seldom whether it runs seldom
     */
    public Optimization on(Device device, long bytes, long budget, boolean seldom) {
        if (this != AUTO) {
            return this;
        }
        if (device.kind() == Device.Kind.CUDA) {
            return FAST;
        }
        return bytes > budget || seldom && bytes >= LARGE ? SMALL : BALANCED;
    }

    /** Its name in options and files. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
