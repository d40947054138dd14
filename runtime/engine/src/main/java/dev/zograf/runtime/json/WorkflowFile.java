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
 */
public record WorkflowFile(
        String title,
        String description,
        Map<String, InputEntry> inputs,
        Map<String, NodeEntry> nodes,
        Map<String, OutputEntry> outputs,
        Map<String, Object> extras) {

    /** The version of the format that this engine reads and writes. */
    public static final int FORMAT = 1;

    /**
     * An input of the workflow.
     *
     * @param type {@code text}, {@code integer}, {@code number}, {@code boolean}, or the name of a port type
     * @param initial its default
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
     * @param type the id of its type
     * @param version of its type, 0 if the file names none
     * @param in its inputs by name
     */
    public record NodeEntry(
            String type, int version, Map<String, Value> in, Map<String, Object> extras, Place typeAt, Place at) {}

    /** An output of the workflow. */
    public record OutputEntry(Value.Reference from, Map<String, Object> extras, Place at) {}
}
