package dev.zograf.runtime.exec;

import dev.zograf.api.value.Size;

/** Values that are what they look like: equal ones are the same, wherever they came from. */
final class Scalars {

    private Scalars() {}

    static boolean is(Object value) {
        return value instanceof String
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof Enum<?>
                || value instanceof Size;
    }
}
