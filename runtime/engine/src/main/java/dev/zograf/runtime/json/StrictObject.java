package dev.zograf.runtime.json;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A small JSON object of our own, such as a plugin's descriptor, taken apart field by field. Every problem knows its place; a field
 * that nobody took is one, unless its name begins with {@code x-}.
 */
public final class StrictObject {

    private final Map<String, JsonTree.Member> members;
    private final Place at;
    private final List<Problem> problems;
    private final boolean usable;
    private final Set<String> known = new LinkedHashSet<>();

    private StrictObject(Map<String, JsonTree.Member> members, Place at, List<Problem> problems, boolean usable) {
        this.members = members;
        this.at = at;
        this.problems = problems;
        this.usable = usable;
    }

    /** The object that the text is; without fields if it is none, which is a problem. */
    public static StrictObject read(String text) {
        List<Problem> problems = new ArrayList<>();
        Optional<JsonTree> tree = JsonTreeReader.read(text, problems);
        if (tree.isPresent() && tree.get() instanceof JsonTree.Obj object) {
            return new StrictObject(object.members(), object.at(), problems, true);
        }
        tree.ifPresent(other ->
                problems.add(Problem.at(other.at(), "Here is " + other.what() + " where an object is needed.", "")));
        return new StrictObject(Map.of(), new Place("", 1, 1), problems, false);
    }

    /** A text that must be there; empty if it is not, which is a problem. */
    public String required(String name) {
        Optional<String> text = text(name);
        if (usable && !members.containsKey(name)) {
            problems.add(Problem.at(at, "The field \"" + name + "\" is missing.", "Add it."));
        }
        return text.orElse("");
    }

    /** A text. */
    public Optional<String> text(String name) {
        return take(name).flatMap(value -> text(value, "a text"));
    }

    /** An array of texts; empty if it is not there. */
    public List<String> texts(String name) {
        Optional<JsonTree> value = take(name);
        if (value.isEmpty()) {
            return List.of();
        }
        if (!(value.get() instanceof JsonTree.Arr array)) {
            wrong(value.get(), "an array of texts");
            return List.of();
        }
        return array.entries().stream()
                .flatMap(entry -> text(entry, "a text").stream())
                .toList();
    }

    private Optional<JsonTree> take(String name) {
        known.add(name);
        return Optional.ofNullable(members.get(name)).map(JsonTree.Member::value);
    }

    private Optional<String> text(JsonTree value, String wanted) {
        if (value instanceof JsonTree.Scalar scalar && scalar.value() instanceof String text) {
            return Optional.of(text);
        }
        wrong(value, wanted);
        return Optional.empty();
    }

    private void wrong(JsonTree value, String wanted) {
        problems.add(Problem.at(value.at(), "Here is " + value.what() + " where " + wanted + " is needed.", ""));
    }

    /** Reports a problem with the value of a field. */
    public void wrong(String name, String message, String remedy) {
        JsonTree.Member member = members.get(name);
        problems.add(Problem.at(member == null ? at : member.value().at(), message, remedy));
    }

    /** All problems, with those of fields that nobody took. */
    public List<Problem> finish() {
        members.forEach((name, member) -> {
            if (!known.contains(name) && !name.startsWith("x-")) {
                problems.add(Problem.at(
                        member.nameAt(),
                        "The field \"" + name + "\" is unknown here.",
                        Nearest.remedy(name, known, "fields")));
            }
        });
        return List.copyOf(problems);
    }
}
