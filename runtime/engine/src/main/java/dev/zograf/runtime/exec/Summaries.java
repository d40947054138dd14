package dev.zograf.runtime.exec;

import dev.zograf.runtime.node.Absent;
import dev.zograf.runtime.node.PortTypes;
import dev.zograf.runtime.plan.Argument;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Describes a value in a few words: never a whole tensor or a long text. */
final class Summaries {

    private static final int LONGEST = 60;
    private static final int MOST = 3;

    private Summaries() {}

    /** What flows into each input; of a link what it is known to carry. */
    static Map<String, String> of(Map<String, Argument> arguments, Function<Argument.Link, Optional<Object>> known) {
        Map<String, String> summary = new LinkedHashMap<>();
        arguments.forEach((name, argument) -> summary.put(name, of(argument, known)));
        return summary;
    }

    private static String of(Argument argument, Function<Argument.Link, Optional<Object>> known) {
        if (argument instanceof Argument.Constant constant) {
            return of(constant.value());
        }
        if (argument instanceof Argument.Link link) {
            return known.apply(link).map(Summaries::of).orElse("not computed");
        }
        if (argument instanceof Argument.Given given) {
            return of(given.value());
        }
        if (argument instanceof Argument.Outer) {
            return "not computed";
        }
        if (argument instanceof Argument.Named named) {
            return "{" + String.join(", ", named.arguments().keySet()) + "}";
        }
        List<Argument> several = ((Argument.Several) argument).arguments();
        return list(several.stream().limit(MOST).map(a -> of(a, known)).toList(), several.size());
    }

    static String of(Object value) {
        if (value instanceof String text) {
            return '"' + cut(text) + '"';
        }
        if (value instanceof List<?> list) {
            String shown = String.join(
                    ", ", list.stream().limit(MOST).map(Summaries::of).toList());
            return "[" + shown + (list.size() > MOST ? ", … " + list.size() + " in all" : "") + "]";
        }
        if (value instanceof Absent) {
            return "nothing";
        }
        if (value instanceof Number
                || value instanceof Boolean
                || value.getClass().getName().startsWith("dev.zograf.api.value.")) {
            return cut(value.toString());
        }
        return PortTypes.name(value.getClass());
    }

    private static String list(List<String> first, int size) {
        return "[" + String.join(", ", first) + (size > first.size() ? ", … " + size + " in all" : "") + "]";
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    }
}
