package dev.zograf.runtime.comfy;

import dev.zograf.runtime.json.JsonTree;
import java.util.List;
import java.util.Optional;

/**
 * Finds a workflow in what clients and services put around it: {@code {"prompt": {…}}} as it is posted, {@code {"output": {…}, "workflow": {…}}} as the
 * editor gives both formats, {@code {"input": {"workflow": {…}}}} as services take it. Of several the one that is run comes first.
 */
final class Wrapping {

    private static final List<String> NAMES = List.of("prompt", "output", "workflow", "input");
    private static final int DEEPEST = 3;
    private static final String CLASS = "class_type";

    private Wrapping() {}

    /** The workflow; what was given if there is none in it. */
    static JsonTree unwrap(JsonTree tree) {
        return find(tree, DEEPEST)
                .or(() -> inner(tree, "prompt"))
                .map(found -> (JsonTree) found)
                .orElse(tree);
    }

    private static Optional<JsonTree.Obj> find(JsonTree tree, int depth) {
        if (!(tree instanceof JsonTree.Obj object)) {
            return Optional.empty();
        }
        if (ComfyEditor.is(object) || holdsNodes(object)) {
            return Optional.of(object);
        }
        return depth == 0
                ? Optional.empty()
                : NAMES.stream()
                        .flatMap(name -> inner(object, name).stream())
                        .flatMap(found -> find(found, depth - 1).stream())
                        .findFirst();
    }

    private static Optional<JsonTree.Obj> inner(JsonTree tree, String name) {
        return tree instanceof JsonTree.Obj object
                        && object.members().get(name) != null
                        && object.members().get(name).value() instanceof JsonTree.Obj found
                        && !found.members().containsKey(CLASS)
                ? Optional.of(found)
                : Optional.empty();
    }

    private static boolean holdsNodes(JsonTree.Obj object) {
        return object.members().values().stream()
                .anyMatch(member -> member.value() instanceof JsonTree.Obj node
                        && node.members().containsKey(CLASS));
    }
}
