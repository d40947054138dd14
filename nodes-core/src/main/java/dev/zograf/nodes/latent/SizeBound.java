package dev.zograf.nodes.latent;

import dev.zograf.api.InvalidInputException;

/** How large the pictures and latents may be that are read and made: larger ones are refused before memory is taken for them. */
public final class SizeBound {

    /** The most pixels of one picture, and of one latent: as many as 8192 x 8192. */
    public static final long MAX_PIXELS = 1L << 26;

    private SizeBound() {}

    /**
     * Requires that a picture of this size may be made.
     *
     * @param input the input to change
     * @param remedy what to do with it, a whole sentence
     * @throws InvalidInputException if there are more than {@link #MAX_PIXELS}; it names the size, the bound and the remedy
     */
    public static void check(String input, long width, long height, String remedy) {
        check("picture", input, width, height, remedy);
    }

    /** As {@link #check(String, long, long, String)}, for a latent of this size. */
    public static void checkLatent(String input, long width, long height, String remedy) {
        check("latent", input, width, height, remedy);
    }

    private static void check(String what, String input, long width, long height, String remedy) {
        if (height > 0 && width > MAX_PIXELS / height) {
            throw new InvalidInputException(
                    input,
                    "A " + what + " of " + width + "x" + height + " is too large: " + MAX_PIXELS
                            + " pixels can be made at most, as many as 8192x8192. " + remedy);
        }
    }
}
