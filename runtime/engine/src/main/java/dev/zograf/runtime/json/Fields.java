package dev.zograf.runtime.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes an object apart field by field; what nobody asked for is unknown, except {@code ui} and {@code x-…}. */
final class Fields {

    private final JsonTree.Obj object;
    private final List<Problem> problems;
    private final List<String> known = new ArrayList<>();

    Fields(JsonTree.Obj object, List<Problem> problems) {
        this.object = object;
        this.problems = problems;
    }

    /** The field's value, whatever it is. */
    Optional<JsonTree> take(String name) {
        known.add(name);
        return Optional.ofNullable(object.members().get(name)).map(JsonTree.Member::value);
    }

    /** A text, or empty text if it is not there. */
    String text(String name) {
        return take(name).map(v -> scalar(v, String.class, "a text").orElse("")).orElse("");
    }

    /** A number. */
    double number(String name, double otherwise) {
        return take(name)
                .flatMap(v -> scalar(v, Number.class, "a number"))
                .map(Number::doubleValue)
                .orElse(otherwise);
    }

    /** An object's fields by name, or none. */
    Map<String, JsonTree> object(String name) {
        return take(name).flatMap(this::asObject).map(Fields::values).orElse(Map.of());
    }

    Optional<JsonTree.Obj> asObject(JsonTree value) {
        if (value instanceof JsonTree.Obj obj) {
            return Optional.of(obj);
        }
        wrong(value, "an object");
        return Optional.empty();
    }

    <T> Optional<T> scalar(JsonTree value, Class<T> type, String wanted) {
        if (value instanceof JsonTree.Scalar s && type.isInstance(s.value())) {
            return Optional.of(type.cast(s.value()));
        }
        wrong(value, wanted);
        return Optional.empty();
    }

    void wrong(JsonTree value, String wanted) {
        problems.add(Problem.at(value.at(), "Here is " + value.what() + " where " + wanted + " is needed.", ""));
    }

    /** Reports what nobody took and gives what the engine carries along. */
    Map<String, Object> finish() {
        Map<String, Object> extras = new LinkedHashMap<>();
        object.members().forEach((name, member) -> {
            if (name.equals("ui") || name.startsWith("x-")) {
                Object plain = member.value().plain();
                if (plain != null) {
                    extras.put(name, plain);
                }
            } else if (!known.contains(name)) {
                problems.add(Problem.at(
                        member.nameAt(),
                        "The field \"" + name + "\" is unknown here.",
                        Nearest.remedy(name, known, "fields")));
            }
        });
        return extras;
    }

    static Map<String, JsonTree> values(JsonTree.Obj object) {
        Map<String, JsonTree> out = new LinkedHashMap<>();
        object.members().forEach((name, member) -> out.put(name, member.value()));
        return out;
    }
}
