package dev.zograf.nodes.sampling;

import dev.zograf.api.InvalidInputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Options as texts {@code name=value}, where the value is a number, true, false, null, a list of numbers, or else a text. */
final class OptionText {

    private OptionText() {}

    /** The options by name; null takes a value away. */
    static Map<String, @Nullable Object> parse(List<String> options) {
        Map<String, @Nullable Object> out = new HashMap<>();
        for (String option : options) {
            int sign = option.indexOf('=');
            if (sign < 1) {
                throw new InvalidInputException("options", "\"" + option + "\" is no option; write name=value.");
            }
            out.put(
                    option.substring(0, sign).strip(),
                    value(option.substring(sign + 1).strip()));
        }
        return out;
    }

    private static @Nullable Object value(String text) {
        switch (text) {
            case "null", "None":
                return null;
            case "true", "True":
                return true;
            case "false", "False":
                return false;
            default:
        }
        if (text.startsWith("[") && text.endsWith("]")) {
            return list(text.substring(1, text.length() - 1));
        }
        if (text.matches("-?(inf|Infinity)")) {
            return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        return text.matches("[-+]?[0-9]*\\.?[0-9]+([eE][-+]?[0-9]+)?") ? (Object) Double.valueOf(text) : text;
    }

    private static List<Object> list(String inner) {
        List<Object> out = new ArrayList<>();
        for (String part : inner.split(",", -1)) {
            Object value = part.isBlank() ? null : value(part.strip());
            if (value != null) {
                out.add(value);
            }
        }
        return out;
    }
}
