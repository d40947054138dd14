package dev.zograf.contrib.prompts;

import dev.zograf.api.InvalidInputException;
import java.util.Map;
import java.util.TreeSet;

/** Texts with names in braces, {@code a {colour} {animal}}; a doubled brace is one brace of the text. */
final class Placeholders {

    private Placeholders() {}

    /**
     * The text with values for its names.
     *
     * @param input the input that has the template, for errors
     * @throws InvalidInputException if a brace is open, or a name has no value; the message lists the names that have
     */
    static String fill(String input, String template, Map<String, String> values) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < template.length(); i++) {
            char c = template.charAt(i);
            boolean doubled = i + 1 < template.length() && template.charAt(i + 1) == c;
            if ((c == '{' || c == '}') && doubled) {
                out.append(c);
                i++;
            } else if (c == '}') {
                throw wrong(input, i, "the brace } closes nothing; write }} for one of the text.");
            } else if (c == '{') {
                int close = template.indexOf('}', i);
                if (close < 0) {
                    throw wrong(input, i, "this brace { is not closed; write {{ for one of the text.");
                }
                out.append(value(input, template.substring(i + 1, close).strip(), i, values));
                i = close;
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static String value(String input, String name, int at, Map<String, String> values) {
        String value = values.get(name);
        if (value == null) {
            throw wrong(
                    input,
                    at,
                    "nothing has the name \"" + name + "\"; there are "
                            + String.join(", ", new TreeSet<>(values.keySet())) + ".");
        }
        return value;
    }

    private static InvalidInputException wrong(String input, int at, String what) {
        return new InvalidInputException(input, "At character " + (at + 1) + ": " + what);
    }
}
