package dev.zograf.runtime.comfy;

import dev.zograf.runtime.json.WorkflowFile;
import dev.zograf.runtime.node.NodeSchema;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns workflows of ours into prompts of ComfyUI: the tables read backwards. */
public final class ComfyExport {

    private final ComfyClasses classes;
    private final Map<String, NodeSchema> schemas = new HashMap<>();

    /**
     * With these classes.
     *
     * @param nodes the node types that there are, whose defaults stand for what a workflow does not write
     */
    public ComfyExport(ComfyClasses classes, Collection<NodeSchema> nodes) {
        this.classes = classes;
        nodes.forEach(schema -> schemas.put(schema.id(), schema));
    }

    /**
     * What came of it.
     *
     * @param prompt what has a counterpart
     * @param nodes the ids of the nodes of the prompt that stand for nodes of the workflow, by the ids of these
     * @param lost what has none, a sentence each that begins with the place
     * @param notes what was left out because no output needs it and what to keep in mind, in such sentences
     */
    public record Exported(
            ComfyPrompt prompt, Map<String, List<String>> nodes, List<String> lost, List<String> notes) {}

    /** The prompt that does the same; the inputs of the workflow are written out with their defaults. */
    public Exported of(WorkflowFile file) {
        return of(file, Map.of());
    }

    /**
     * As {@link #of(WorkflowFile)}, with other values for some inputs.
     *
     * @param values as a user writes them, by the name of the input; of a picture the name of its file
     * @throws IllegalArgumentException if there is no such input, or it takes no such value
     */
    public Exported of(WorkflowFile file, Map<String, String> values) {
        return new Exporter(classes, schemas, ExportedInputs.with(file, values)).run();
    }
}
