package dev.zograf.runtime.json;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A workflow as its file has it: well-formed, but not yet checked against the nodes that there are. Maps keep the file's
 * order. Extras are {@code ui} and {@code x-…}, which the engine carries along without looking.
 *
 * @param title may be empty
 * @param description may be empty
 * @param workflows definitions that nodes of this file use, by name
 */
public record WorkflowFile(
        String title,
        String description,
        Map<String, InputEntry> inputs,
        Map<String, NodeEntry> nodes,
        Map<String, OutputEntry> outputs,
        Map<String, Definition> workflows,
        Map<String, Object> extras) {

    /** The version of the format that this engine reads and writes. */
    public static final int FORMAT = 1;

    /** What the type of a node begins with that stands for a whole workflow; the name of its definition follows. */
    public static final String DEFINED = "workflow:";

    /** The same with other inputs. */
    public WorkflowFile withInputs(Map<String, InputEntry> other) {
        return new WorkflowFile(title, description, other, nodes, outputs, workflows, extras);
    }

    /** The same with other nodes and outputs. */
    public WorkflowFile withNodes(Map<String, NodeEntry> otherNodes, Map<String, OutputEntry> otherOutputs) {
        return new WorkflowFile(title, description, inputs, otherNodes, otherOutputs, workflows, extras);
    }

    /** The same with other definitions. */
    public WorkflowFile withWorkflows(Map<String, Definition> other) {
        return new WorkflowFile(title, description, inputs, nodes, outputs, other, extras);
    }

    /**
     * An input of the workflow.
     *
     * @param type {@code text}, {@code integer}, {@code number}, {@code boolean}, the name of a port type, or {@code list of} one
     * @param initial its default; holds a list if the type is one
     * @param min the least number, or minus infinity
     * @param max the greatest number, or infinity
     * @param choices the texts that it takes; empty if all
     */
    public record InputEntry(
            String type,
            Optional<Value.Literal> initial,
            String doc,
            double min,
            double max,
            List<String> choices,
            Map<String, Object> extras,
            Place at) {}

    /**
     * A node.
     *
     * @param type the id of its type, or {@link #DEFINED} and the name of a definition
     * @param version of its type, 0 if the file names none
     * @param in its inputs by name
     * @param each inputs that are given a list, for each entry of which the node runs once
     */
    public record NodeEntry(
            String type,
            int version,
            Map<String, Value> in,
            List<String> each,
            Map<String, Object> extras,
            Place typeAt,
            Place at) {

        /** The same with other inputs. */
        public NodeEntry withIn(Map<String, Value> other) {
            return new NodeEntry(type, version, other, each, extras, typeAt, at);
        }

        /** The name of the definition that the type names, if it does. */
        public Optional<String> definition() {
            return type.startsWith(DEFINED) ? Optional.of(type.substring(DEFINED.length())) : Optional.empty();
        }
    }

    /** An output of the workflow. */
    public record OutputEntry(Value.Reference from, Map<String, Object> extras, Place at) {}
}
