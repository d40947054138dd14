package dev.zograf.runtime.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A parsed JSON value that knows its place. */
public sealed interface JsonTree {

    /** Where it stands. */
    Place at();

    /**
     * The JSON document that a text is, or empty if it is none; what is wrong is added to the problems. Within limits that no honest
     * workflow meets: depth, length, length of names and texts. Of keys that are there twice the first is kept.
     */
    static Optional<JsonTree> read(String text, List<Problem> problems) {
        return JsonTreeReader.read(text, problems);
    }

    /** The same of a text that Python wrote, whose numbers may be {@code NaN} and {@code Infinity}. */
    static Optional<JsonTree> readPython(String text, List<Problem> problems) {
        return JsonTreeReader.readPython(text, problems);
    }

    /** What it is, for messages: {@code a text}. */
    String what();

    /** The value without places: maps, lists, texts, numbers, booleans, null. */
    @Nullable
    Object plain();

    /** A member of an object. */
    record Member(Place nameAt, JsonTree value) {}

    /** An object, its members in the text's order. */
    record Obj(Map<String, Member> members, Place at) implements JsonTree {
        @Override
        public String what() {
            return "an object";
        }

        @Override
        public Object plain() {
            Map<String, @Nullable Object> out = new LinkedHashMap<>();
            members.forEach((name, member) -> out.put(name, member.value().plain()));
            return out;
        }
    }

    /** An array. */
    record Arr(List<JsonTree> entries, Place at) implements JsonTree {
        @Override
        public String what() {
            return "an array";
        }

        @Override
        public Object plain() {
            List<@Nullable Object> out = new ArrayList<>();
            entries.forEach(entry -> out.add(entry.plain()));
            return out;
        }
    }

    /**
     * What is neither object nor array.
     *
     * @param value a {@code String}, {@code Boolean}, {@code Long}, {@code BigInteger}, {@code Double}, or null
     */
    record Scalar(@Nullable Object value, Place at) implements JsonTree {
        @Override
        public String what() {
            if (value == null) {
                return "null";
            }
            if (value instanceof String) {
                return "a text";
            }
            return value instanceof Boolean ? "true or false" : "a number";
        }

        @Override
        public @Nullable Object plain() {
            return value;
        }
    }
}
