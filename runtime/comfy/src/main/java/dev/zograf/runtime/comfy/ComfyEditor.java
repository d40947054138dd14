package dev.zograf.runtime.comfy;

import dev.zograf.runtime.json.JsonTree;
import dev.zograf.runtime.json.Problem;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns a workflow as the editor saves it into a prompt, as the editor itself does when it queues one. */
public final class ComfyEditor {

    private ComfyEditor() {}

    /**
     * What came of reading a text.
     *
     * @param prompt the workflow; empty if it cannot be used at all
     * @param problems everything that is wrong
     * @param notes what was chosen or left out on the way
     */
    public record Reading(Optional<ComfyPrompt> prompt, List<Problem> problems, List<String> notes) {}

    /**
     * Reads the editor's format, version 0.4 or 1.
     *
     * @param json the text; untrusted
     * @param classes by whose tables values of widgets find their inputs
     */
    public static Reading read(String json, ComfyClasses classes) {
        List<Problem> problems = new ArrayList<>();
        String body = json.startsWith("\uFEFF") ? json.substring(1) : json;
        Optional<JsonTree> tree = JsonTree.readPython(body, problems);
        return tree.map(t -> read(t, classes, problems))
                .orElseGet(() -> new Reading(Optional.empty(), List.copyOf(problems), List.of()));
    }

    static Reading read(JsonTree tree, ComfyClasses classes, List<Problem> problems) {
        if (!(tree instanceof JsonTree.Obj root)) {
            problems.add(Problem.at(tree.at(), "A workflow is a JSON object, and this is " + tree.what() + ".", ""));
            return new Reading(Optional.empty(), List.copyOf(problems), List.of());
        }
        EditorGraph graph = new EditorReader(problems).graph(root, "");
        LocalDateTime now = LocalDateTime.now(ZoneId.systemDefault());
        EditorFlattener flattener = new EditorFlattener(graph, classes, now, problems);
        ComfyPrompt prompt = flattener.prompt();
        return new Reading(Optional.of(prompt), List.copyOf(problems), flattener.notes());
    }

    /** Whether a document looks like one of the editor's. */
    static boolean is(JsonTree tree) {
        return tree instanceof JsonTree.Obj root
                && root.members().get("nodes") != null
                && root.members().get("nodes").value() instanceof JsonTree.Arr;
    }
}
