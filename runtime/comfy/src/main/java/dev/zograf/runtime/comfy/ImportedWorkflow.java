package dev.zograf.runtime.comfy;

import dev.zograf.runtime.json.Place;
import dev.zograf.runtime.json.Problem;
import dev.zograf.runtime.json.WorkflowFile;
import dev.zograf.runtime.json.WorkflowWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A workflow of ComfyUI as one of ours.
 *
 * @param file the workflow; what has no counterpart is in it as a node of the type {@code comfy.CLASS}, which there is not
 * @param nodes the ids of the nodes that stand for a node of ComfyUI, by its id; none for one that only passes on
 * @param results the outputs of the workflow
 * @param inputs where the inputs of the workflow come from, by name
 * @param unmapped everything that has no counterpart
 * @param problems what is wrong with the prompt itself
 * @param notes what the reader may want to know, such as inputs that were left out because they change nothing
 */
public record ImportedWorkflow(
        WorkflowFile file,
        Map<String, List<String>> nodes,
        List<Result> results,
        Map<String, Origin> inputs,
        List<Unmapped> unmapped,
        List<Problem> problems,
        List<String> notes) {

    /** What the type of a node begins with for which there is no counterpart. */
    public static final String PLACEHOLDER = "comfy.";

    /**
     * An output of the workflow.
     *
     * @param output its name
     * @param node the id of the node in ComfyUI
     * @param classType its class, {@code SaveImage}
     * @param prefix of the names of the files there
     * @param kind the folder of the files there: {@code output} or {@code temp}
     */
    public record Result(String output, String node, String classType, String prefix, String kind) {}

    /** An input of a node in ComfyUI. */
    public record Origin(String node, String input) {}

    /**
     * Something that has no counterpart here.
     *
     * @param node the id of the node
     * @param title what its author called it; may be empty
     * @param pack where the class comes from, as far as known; may be empty
     * @param nearest types of ours that may help
     * @param reason what has no counterpart, in a sentence
     * @param at where it stands
     */
    public record Unmapped(
            String node, String classType, String title, String pack, List<String> nearest, String reason, Place at) {

        /** {@code node 7 (FaceDetailer "faces", of comfyui-impact-pack): reason. Nearest here: a, b.} */
        @Override
        public String toString() {
            StringBuilder text =
                    new StringBuilder("node ").append(node).append(" (").append(classType);
            if (!title.isEmpty() && !title.equals(classType)) {
                text.append(" \"").append(title).append('"');
            }
            text.append(pack.isEmpty() ? "" : ", of " + pack).append("): ").append(reason);
            return nearest.isEmpty() ? text.toString() : text + " Nearest here: " + String.join(", ", nearest) + ".";
        }
    }

    /**
     * The workflow with what its outputs need and nothing else, which is all that ComfyUI looks at when it runs one: it minds no model that
     * is missing elsewhere.
     */
    public WorkflowFile needed() {
        return Needed.of(file);
    }

    /** The ids of ComfyUI's nodes that stand in the workflow though no output needs them, in the prompt's order. */
    public List<String> spare() {
        Set<String> needed = needed().nodes().keySet();
        return nodes.entrySet().stream()
                .filter(entry ->
                        !entry.getValue().isEmpty() && entry.getValue().stream().noneMatch(needed::contains))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Whether everything has its counterpart. */
    public boolean isComplete() {
        return unmapped.isEmpty() && problems.isEmpty();
    }

    /** Everything that is wrong, one line each. */
    public List<String> complaints() {
        List<String> lines = new ArrayList<>();
        problems.forEach(problem -> lines.add(problem.toString()));
        unmapped.forEach(entry -> lines.add(entry.toString()));
        return lines;
    }

    /** The workflow as JSON text. */
    public String toJson() {
        return WorkflowWriter.write(file);
    }
}
