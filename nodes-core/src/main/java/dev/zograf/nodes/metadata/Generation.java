package dev.zograf.nodes.metadata;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How a picture was made: two prompts and settings by name.
 *
 * @param settings in A1111's names ({@code Steps}, {@code Sampler}, {@code CFG scale}, {@code Seed}, {@code Size}, …), in order
 */
record Generation(String prompt, String negative, Map<String, String> settings) {

    static Generation empty() {
        return new Generation("", "", new LinkedHashMap<>());
    }

    Optional<String> setting(String name) {
        return settings.entrySet().stream()
                .filter(entry -> entry.getKey().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT)))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** A whole number; a seed may need all 64 bits. */
    OptionalLong whole(String name) {
        String text = setting(name).orElse("").strip();
        try {
            return OptionalLong.of(text.startsWith("-") ? Long.parseLong(text) : Long.parseUnsignedLong(text));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    OptionalDouble number(String name) {
        try {
            double value = Double.parseDouble(setting(name).orElse("").strip());
            return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }
}
