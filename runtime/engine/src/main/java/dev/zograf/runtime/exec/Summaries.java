package dev.zograf.runtime.exec;

import dev.zograf.runtime.node.PortTypes;
import java.util.List;

/** Describes a value in a few words: never a whole tensor or a long text. */
final class Summaries {

    private static final int LONGEST = 60;
    private static final int MOST = 3;

    private Summaries() {}

    static String of(Object value) {
        if (value instanceof String text) {
            return '"' + cut(text) + '"';
        }
        if (value instanceof List<?> list) {
            String shown = String.join(
                    ", ", list.stream().limit(MOST).map(Summaries::of).toList());
            return "[" + shown + (list.size() > MOST ? ", … " + list.size() + " in all" : "") + "]";
        }
        if (value instanceof Number
                || value instanceof Boolean
                || value.getClass().getName().startsWith("dev.zograf.api.value.")) {
            return cut(value.toString());
        }
        return PortTypes.name(value.getClass());
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    }
}
