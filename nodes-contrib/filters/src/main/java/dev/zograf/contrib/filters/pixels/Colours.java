package dev.zograf.contrib.filters.pixels;

import dev.zograf.api.InvalidInputException;

/** Colours as people write them. */
public final class Colours {

    private Colours() {}

    /**
     * Red, green and blue from 0 to 1.
     *
     * @param input the name of the input, for the message
     * @param text {@code #rrggbb} or {@code #rgb}
     * @throws InvalidInputException if it is neither
     */
    public static float[] parse(String input, String text) {
        String hex = text.strip();
        if (hex.matches("#[0-9a-fA-F]{3}")) {
            hex = hex.replaceAll("([0-9a-fA-F])", "$1$1");
        }
        if (!hex.matches("#[0-9a-fA-F]{6}")) {
            throw new InvalidInputException(
                    input, "\"" + text + "\" is no colour; write it as #rrggbb, such as #ff8000 for orange.");
        }
        int rgb = Integer.parseInt(hex.substring(1), 16);
        return new float[] {(rgb >> 16 & 0xff) / 255f, (rgb >> 8 & 0xff) / 255f, (rgb & 0xff) / 255f};
    }
}
