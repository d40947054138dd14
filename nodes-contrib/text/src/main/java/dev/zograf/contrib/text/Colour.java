package dev.zograf.contrib.text;

import dev.zograf.api.InvalidInputException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** A colour as pictures have it, from 0 to 1 in sRGB, and how much it covers. */
record Colour(float red, float green, float blue, float alpha) {

    /** What an input's documentation says about its notation. */
    static final String NOTATION = "#rgb, #rrggbb, #rrggbbaa or a name such as white, black, red or none";

    private static final Pattern HEX = Pattern.compile("#([0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})");

    /** The sixteen of HTML 4, orange and pink, and nothing. */
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("aqua", "#00ffff"),
            Map.entry("black", "#000000"),
            Map.entry("blue", "#0000ff"),
            Map.entry("fuchsia", "#ff00ff"),
            Map.entry("gray", "#808080"),
            Map.entry("green", "#008000"),
            Map.entry("lime", "#00ff00"),
            Map.entry("maroon", "#800000"),
            Map.entry("navy", "#000080"),
            Map.entry("none", "#00000000"),
            Map.entry("olive", "#808000"),
            Map.entry("orange", "#ffa500"),
            Map.entry("pink", "#ffc0cb"),
            Map.entry("purple", "#800080"),
            Map.entry("red", "#ff0000"),
            Map.entry("silver", "#c0c0c0"),
            Map.entry("teal", "#008080"),
            Map.entry("white", "#ffffff"),
            Map.entry("yellow", "#ffff00"));

    /**
     * The colour of an input.
     *
     * @throws InvalidInputException if the text names none
     */
    static Colour of(String input, String text) {
        String name = text.strip().toLowerCase(Locale.ROOT);
        String hex = NAMES.getOrDefault(name, name);
        if (!HEX.matcher(hex).matches()) {
            throw new InvalidInputException(
                    input,
                    "\"" + text + "\" is no colour; write #rrggbb, #rrggbbaa or one of "
                            + String.join(", ", new TreeSet<>(NAMES.keySet())) + ".");
        }
        String digits = hex.substring(1);
        if (digits.length() == 3) {
            digits = digits.replaceAll(".", "$0$0");
        }
        if (digits.length() == 6) {
            digits += "ff";
        }
        return new Colour(level(digits, 0), level(digits, 2), level(digits, 4), level(digits, 6));
    }

    private static float level(String digits, int at) {
        return Integer.parseInt(digits.substring(at, at + 2), 16) / 255f;
    }

    /** Red, green or blue. */
    float channel(int index) {
        return index == 0 ? red : index == 1 ? green : blue;
    }

    boolean visible() {
        return alpha > 0;
    }
}
