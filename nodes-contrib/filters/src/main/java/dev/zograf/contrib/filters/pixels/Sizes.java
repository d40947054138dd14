package dev.zograf.contrib.filters.pixels;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.value.Size;

/** Limits of what a node makes. */
public final class Sizes {

    /** The most pixels of a picture: 8192x8192. */
    public static final long MOST = 1L << 26;

    /** The longest side. */
    public static final int LONGEST = 1 << 16;

    private Sizes() {}

    /**
     * Requires a size that can be made.
     *
     * @throws InvalidInputException if it is empty or too large
     */
    public static Size of(String input, long width, long height) {
        if (width < 1 || height < 1) {
            throw new InvalidInputException(input, "Nothing would be left: " + width + "x" + height + " pixels.");
        }
        if (width > LONGEST || height > LONGEST || width * height > MOST) {
            throw new InvalidInputException(
                    input,
                    "A picture of " + width + "x" + height + " is too large: " + MOST
                            + " pixels can be made at most, and sides of " + LONGEST + ". Choose a smaller one.");
        }
        return Size.of((int) width, (int) height);
    }
}
