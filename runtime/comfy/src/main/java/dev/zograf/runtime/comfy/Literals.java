package dev.zograf.runtime.comfy;

import dev.zograf.runtime.comfy.ComfyClass.Input;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;

/** What ComfyUI's server makes of a literal: it is converted to the input's type as Python does it. */
final class Literals {

    private Literals() {}

    /** The value as the input takes it; empty if it cannot. */
    static Optional<Object> fit(Input input, Object value) {
        return switch (input.type()) {
            case "INT" -> whole(value);
            case "FLOAT" -> number(value);
            case "STRING" -> text(value);
            case "BOOLEAN" -> flag(value);
            case "COMBO" ->
                value instanceof String || value instanceof Number || value instanceof Boolean
                        ? Optional.of(value)
                        : Optional.empty();
            default -> Optional.of(value);
        };
    }

    private static Optional<Object> whole(Object value) {
        if (value instanceof Long || value instanceof BigInteger) {
            return Optional.of(value);
        }
        if (value instanceof Boolean flag) {
            return Optional.of(flag ? 1L : 0L);
        }
        if (value instanceof Double number && Math.abs(number) < 0x1p63) {
            return Optional.of(number.longValue());
        }
        if (value instanceof String text && text.strip().matches("[+-]?[0-9]{1,20}")) {
            BigInteger whole = new BigInteger(text.strip());
            return Optional.of(whole.bitLength() < Long.SIZE ? (Object) whole.longValue() : whole);
        }
        return Optional.empty();
    }

    private static Optional<Object> number(Object value) {
        if (value instanceof Double number) {
            return Double.isFinite(number) ? Optional.of(number) : Optional.empty();
        }
        if (value instanceof Long) {
            return Optional.of(value);
        }
        if (value instanceof Boolean flag) {
            return Optional.of(flag ? 1L : 0L);
        }
        if (value instanceof String text) {
            try {
                double number = Double.parseDouble(text.strip());
                return Double.isFinite(number) ? Optional.of(number) : Optional.empty();
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static Optional<Object> text(Object value) {
        if (value instanceof Boolean flag) {
            return Optional.of(flag ? "True" : "False");
        }
        return value instanceof String || value instanceof Number
                ? Optional.of(String.valueOf(value))
                : Optional.empty();
    }

    private static Optional<Object> flag(Object value) {
        if (value instanceof Boolean) {
            return Optional.of(value);
        }
        if (value instanceof Number number) {
            return Optional.of(number.doubleValue() != 0);
        }
        if (value instanceof String text) {
            String word = text.strip().toLowerCase(Locale.ROOT);
            return word.equals("true") || word.equals("false") ? Optional.of(word.equals("true")) : Optional.empty();
        }
        return Optional.empty();
    }
}
