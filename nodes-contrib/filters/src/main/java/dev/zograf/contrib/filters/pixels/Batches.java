package dev.zograf.contrib.filters.pixels;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Mask;

/** Pictures and masks that go together: of one size, and as many of each, or one for all. */
public final class Batches {

    private Batches() {}

    /**
     * How many pictures come of two batches: equal numbers, or one for all.
     *
     * @param input what the message is about: the name of the input that holds {@code other}
     * @throws InvalidInputException if they do not go together
     */
    public static int common(String input, int base, int other) {
        if (base != other && base != 1 && other != 1) {
            throw new InvalidInputException(
                    input,
                    "A batch of " + other + " does not go with one of " + base
                            + ": give one for all, or as many as those.");
        }
        return Math.max(base, other);
    }

    /**
     * Requires one size.
     *
     * @throws InvalidInputException naming both sizes
     */
    public static void sameSize(String input, int width, int height, String other, int otherWidth, int otherHeight) {
        if (width != otherWidth || height != otherHeight) {
            throw new InvalidInputException(
                    input,
                    "It is " + width + "x" + height + ", but the " + other + " is " + otherWidth + "x" + otherHeight
                            + ": bring them to one size with contrib.fit-image or contrib.resize-mask.");
        }
    }

    /** Requires that a mask is as large as pictures. */
    public static void sameSize(String input, Mask mask, String other, Image image) {
        sameSize(input, mask.width(), mask.height(), other, image.width(), image.height());
    }
}
