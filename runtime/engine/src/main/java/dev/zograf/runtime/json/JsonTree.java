package dev.zograf.runtime.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A parsed JSON value that knows its place. */
sealed interface JsonTree {

    Place at();

    /** What it is, for messages: {@code a text}. */
    String what();

    /** The value without places: maps, lists, texts, numbers, booleans, null. */
    @Nullable
    Object plain();

    /** A member of an object. */
    record Member(Place nameAt, JsonTree value) {}

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
