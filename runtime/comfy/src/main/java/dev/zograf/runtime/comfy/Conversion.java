package dev.zograf.runtime.comfy;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How a literal of ComfyUI is written here, where a table cannot list it, and back. */
enum Conversion {

    /** The name of a model file: ComfyUI on Windows writes backslashes. */
    FILE {
        @Override
        Optional<Object> toNative(Object value) {
            return value instanceof String text ? Optional.of(text.replace('\\', '/')) : Optional.empty();
        }
    },

    /** The name of an uploaded file, behind which the original may write its folder: {@code cat.png [input]}. */
    UPLOAD {
        @Override
        Optional<Object> toNative(Object value) {
            return value instanceof String text
                    ? Optional.of(
                            text.replaceFirst(" \\[(input|output|temp)\\]$", "").replace('\\', '/'))
                    : Optional.empty();
        }
    },

    /** A seed: the original counts to 2⁶⁴, we have the same 64 bits with a sign. */
    SEED {
        @Override
        Optional<Object> toNative(Object value) {
            if (value instanceof BigInteger big && big.signum() >= 0 && big.bitLength() <= Long.SIZE) {
                return Optional.of(big.longValue());
            }
            return value instanceof Long ? Optional.of(value) : Optional.empty();
        }

        @Override
        Optional<Object> toComfy(Object value) {
            if (!(value instanceof Long seed)) {
                return Optional.empty();
            }
            return Optional.of(seed < 0 ? new BigInteger(Long.toUnsignedString(seed)) : (Object) seed);
        }
    },

    /** A colour: the original has 0xRRGGBB as a number. */
    COLOUR {
        @Override
        Optional<Object> toNative(Object value) {
            return value instanceof Long rgb && rgb >= 0 && rgb <= 0xFFFFFF
                    ? Optional.of(String.format(Locale.ROOT, "#%06x", rgb))
                    : Optional.empty();
        }

        @Override
        Optional<Object> toComfy(Object value) {
            return value instanceof String text && text.matches("#[0-9a-fA-F]{6}")
                    ? Optional.of(Long.parseLong(text.substring(1), 16))
                    : Optional.empty();
        }
    },

    /** Numbers in a text, which the original finds whatever stands between them; here they are a list. */
    NUMBERS {
        @Override
        Optional<Object> toNative(Object value) {
            if (!(value instanceof String text)) {
                return Optional.empty();
            }
            List<Object> numbers = NUMBER.matcher(text)
                    .results()
                    .map(found -> (Object) Double.valueOf(found.group()))
                    .toList();
            return numbers.isEmpty() ? Optional.empty() : Optional.of(numbers);
        }

        @Override
        Optional<Object> toComfy(Object value) {
            List<?> numbers = value instanceof List<?> list ? list : List.of(value);
            return numbers.stream()
                            .allMatch(number -> number instanceof Number n
                                    && !number.toString().contains("E"))
                    ? Optional.of(numbers.stream().map(String::valueOf).collect(Collectors.joining(", ")))
                    : Optional.empty();
        }
    },

    /** A whole number where the original has one with a fraction. */
    WHOLE {
        @Override
        Optional<Object> toNative(Object value) {
            if (value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e15) {
                return Optional.of(number.longValue());
            }
            return value instanceof Long ? Optional.of(value) : Optional.empty();
        }
    };

    private static final Pattern NUMBER = Pattern.compile("[-+]?(?:\\d*\\.?\\d+)");

    /** How it is written here, a list where it is several; empty if it cannot be. */
    abstract Optional<Object> toNative(Object value);

    /** How the original writes it; empty if it cannot be. */
    Optional<Object> toComfy(Object value) {
        return toNative(value);
    }
}
