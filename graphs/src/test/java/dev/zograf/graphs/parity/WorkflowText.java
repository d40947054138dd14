package dev.zograf.graphs.parity;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A workflow that is put together piece by piece. */
final class WorkflowText {

    private final Map<String, String> inputs = new LinkedHashMap<>();
    private final Map<String, String> nodes = new LinkedHashMap<>();
    private final Map<String, String> outputs = new LinkedHashMap<>();

    /** An input of the workflow. */
    void input(String name, String type) {
        inputs.put(name, type);
    }

    /** An output of the workflow. */
    void output(String name, String from) {
        outputs.put(name, from);
    }

    /**
     * A node.
     *
     * @param in entries of its inputs, with single quotes for double ones
     */
    void node(String id, String type, String in) {
        nodes.put(id, "{\"type\": \"" + type + "@1\", \"in\": {" + in.replace('\'', '"') + "}}");
    }

    /** A list of texts, as an entry's value. */
    static String texts(List<String> texts) {
        return texts.stream().map(Sd15Workflow::quoted).collect(Collectors.joining(", ", "[", "]"));
    }

    String json() {
        return "{\"zograf\": 1,\n\"inputs\": {" + joined(inputs, type -> "{\"type\": \"" + type + "\"}")
                + "},\n\"nodes\": {" + joined(nodes, node -> node)
                + "},\n\"outputs\": {" + joined(outputs, from -> "{\"from\": \"" + from + "\"}") + "}}";
    }

    private static String joined(Map<String, String> entries, UnaryOperator<String> value) {
        return entries.entrySet().stream()
                .map(entry -> "\"" + entry.getKey() + "\": " + value.apply(entry.getValue()))
                .collect(Collectors.joining(",\n"));
    }
}
