package dev.zograf.graphs.server;

import java.util.Locale;
import java.util.Optional;

/** What tests need that is neither Java nor ours: whoever starts them says where it is. */
final class Elsewhere {

    private Elsewhere() {}

    /** The value of a system property, or of the environment variable of the same name in capitals and with underscores. */
    static Optional<String> given(String property) {
        String variable = property.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
        return Optional.ofNullable(System.getProperty(property, System.getenv(variable)))
                .filter(value -> !value.isEmpty());
    }
}
