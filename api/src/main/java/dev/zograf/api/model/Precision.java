package dev.zograf.api.model;

import dev.zograf.api.InvalidInputException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * With which numbers a network multiplies. Less precise numbers are faster where the processor has instructions for them; sums, norms
 * and what is small and decides much, such as the embedded timestep, stay in 32 bits.
 */
public enum Precision {
    /** What the engine was told, and if it was told nothing, what suits the device: {@link #FLOAT16} on graphics cards that it is fast on, else {@link #FLOAT32}. */
    AUTO,
    /** 32-bit floats: the numbers of the golden data. */
    FLOAT32,
    /** 16-bit floats with 11 bits of mantissa, up to 65504: for graphics cards (IEEE 754, binary16). */
    FLOAT16,
    /** 16-bit floats with 8 bits of mantissa (Kalamkar et al. 2019). */
    BFLOAT16,
    /** 8-bit whole numbers with a scale for each output channel of a weight and each tensor or row of an input, the rest BFLOAT16. */
    INT8;

    /**
     * The precision of that name, in small letters.
     *
     * @throws InvalidInputException if there is none
     */
    public static Precision of(String name) {
        return Arrays.stream(values())
                .filter(each -> each.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(
                        "precision",
                        "There is no precision \"" + name + "\"; it is one of "
                                + Arrays.stream(values())
                                        .map(Precision::toString)
                                        .collect(Collectors.joining(", "))
                                + "."));
    }

    /** The name that workflows use. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
