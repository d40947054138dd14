package dev.zograf.runtime.comfy;

import dev.zograf.api.BadFileException;
import dev.zograf.runtime.json.JsonTree;
import dev.zograf.runtime.json.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Takes an object of a table apart; the first mistake ends it, since tables come with jars. */
final class TableFields {

    private final String file;
    private final JsonTree.Obj object;
    private final Set<String> known = new HashSet<>();

    private TableFields(String file, JsonTree.Obj object) {
        this.file = file;
        this.object = object;
    }

    static TableFields of(String file, JsonTree tree) {
        if (tree instanceof JsonTree.Obj object) {
            return new TableFields(file, object);
        }
        throw wrong(file, tree.at(), "Here is " + tree.what() + " where an object is needed.");
    }

    BadFileException wrong(String message) {
        return wrong(file, object.at(), message);
    }

    static BadFileException wrong(String file, Place at, String message) {
        return new BadFileException(file, "Line " + at.line() + ", column " + at.column() + ": " + message);
    }

    /** All members, each taken. */
    Map<String, JsonTree> all() {
        Map<String, JsonTree> all = new LinkedHashMap<>();
        object.members().forEach((name, member) -> all.put(name, member.value()));
        known.addAll(all.keySet());
        return all;
    }

    Optional<JsonTree> take(String name) {
        known.add(name);
        return Optional.ofNullable(object.members().get(name)).map(JsonTree.Member::value);
    }

    boolean has(String name) {
        return object.members().containsKey(name);
    }

    Optional<TableFields> object(String name) {
        return take(name).map(tree -> of(file, tree));
    }

    Map<String, JsonTree> members(String name) {
        return object(name).map(TableFields::all).orElse(Map.of());
    }

    List<JsonTree> list(String name) {
        Optional<JsonTree> tree = take(name);
        if (tree.isEmpty()) {
            return List.of();
        }
        return tree.get() instanceof JsonTree.Arr array ? array.entries() : List.of(tree.get());
    }

    String text(String name, String otherwise) {
        return take(name).map(this::text).orElse(otherwise);
    }

    String text(JsonTree tree) {
        if (tree instanceof JsonTree.Scalar scalar && scalar.value() instanceof String text) {
            return text;
        }
        throw wrong(file, tree.at(), "Here is " + tree.what() + " where a text is needed.");
    }

    boolean flag(String name) {
        return scalar(name)
                .map(value -> {
                    if (value instanceof Boolean flag) {
                        return flag;
                    }
                    throw wrong("\"" + name + "\" must be true or false.");
                })
                .orElse(false);
    }

    Optional<Object> scalar(String name) {
        return take(name).map(this::scalar);
    }

    Object scalar(JsonTree tree) {
        if (tree instanceof JsonTree.Scalar scalar && scalar.value() != null) {
            return scalar.value();
        }
        throw wrong(file, tree.at(), "Here is " + tree.what() + " where a text, number or boolean is needed.");
    }

    Optional<Number> number(String name) {
        return scalar(name).map(value -> {
            if (value instanceof Number number) {
                return number;
            }
            throw wrong("\"" + name + "\" must be a number.");
        });
    }

    Set<Object> scalars(JsonTree tree) {
        List<Object> values = new ArrayList<>();
        for (JsonTree entry : tree instanceof JsonTree.Arr array ? array.entries() : List.of(tree)) {
            values.add(scalar(entry));
        }
        return Set.copyOf(values);
    }

    /** Refuses what nobody took. */
    void finish() {
        object.members().forEach((name, member) -> {
            if (!known.contains(name)) {
                throw wrong(file, member.nameAt(), "The field \"" + name + "\" is unknown here.");
            }
        });
    }
}
