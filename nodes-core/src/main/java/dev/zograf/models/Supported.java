package dev.zograf.models;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Config;
import java.util.List;
import java.util.Objects;

/** Refuses configurations that ask for what a network here does not have, naming the setting. */
final class Supported {

    private Supported() {}

    /** The fields must be absent, null or false. */
    static void absent(Config config, String... names) {
        for (String name : names) {
            Object value = config.raw(name).orElse(false);
            if (!value.equals(false)) {
                throw unsupported(config, name, value, "none");
            }
        }
    }

    /** The field must be absent or have one of these values. */
    static void only(Config config, String name, Object... values) {
        Object value = config.raw(name).orElse(values[0]);
        for (Object wanted : values) {
            if (Objects.equals(value, wanted)
                    || (value instanceof Number a
                            && wanted instanceof Number b
                            && a.doubleValue() == b.doubleValue())) {
                return;
            }
        }
        throw unsupported(config, name, value, values[0]);
    }

    /** All entries of the list must be among these values. */
    static void all(Config config, String name, List<String> entries, String... values) {
        for (String entry : entries) {
            if (!List.of(values).contains(entry)) {
                throw unsupported(config, name, entry, String.join(", ", values));
            }
        }
    }

    /** The field's whole number, which has to be above 0; another one if it is absent. */
    static int positive(Config config, String name, int otherwise) {
        int value = config.integer(name, otherwise);
        if (value < 1) {
            throw new BadFileException(config.file(), "\"" + name + "\" is " + value + ", and has to be above 0.");
        }
        return value;
    }

    private static BadFileException unsupported(Config config, String name, Object value, Object supported) {
        return new BadFileException(
                config.file(), "\"" + name + "\": " + value + " is not supported; supported is: " + supported + ".");
    }
}
