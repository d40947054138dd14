package dev.zograf.runtime.json;

import dev.zograf.runtime.json.WorkflowFile.InputEntry;
import dev.zograf.runtime.json.WorkflowFile.NodeEntry;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes a workflow so that {@link WorkflowReader} reads the same again. */
public final class WorkflowWriter {

    private WorkflowWriter() {}

    /** The workflow as indented JSON. */
    public static String write(WorkflowFile file) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("zograf", WorkflowFile.FORMAT);
        root.putAll(fields(file));
        return JsonText.write(root);
    }

    private static Map<String, Object> fields(WorkflowFile file) {
        Map<String, Object> root = new LinkedHashMap<>();
        putText(root, "title", file.title());
        putText(root, "description", file.description());
        if (!file.inputs().isEmpty()) {
            Map<String, Object> inputs = new LinkedHashMap<>();
            file.inputs().forEach((name, input) -> inputs.put(name, input(input)));
            root.put("inputs", inputs);
        }
        Map<String, Object> nodes = new LinkedHashMap<>();
        file.nodes().forEach((id, node) -> nodes.put(id, node(node)));
        root.put("nodes", nodes);
        Map<String, Object> outputs = new LinkedHashMap<>();
        file.outputs().forEach((name, output) -> {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("from", output.from().source() + "." + output.from().port());
            entry.putAll(output.extras());
            outputs.put(name, entry);
        });
        root.put("outputs", outputs);
        if (!file.workflows().isEmpty()) {
            Map<String, Object> workflows = new LinkedHashMap<>();
            file.workflows().forEach((name, definition) -> workflows.put(name, definition(definition)));
            root.put("workflows", workflows);
        }
        root.putAll(file.extras());
        return root;
    }

    /** What another file defines is written out as soon as it was read, so that the whole stands for itself. */
    private static Map<String, Object> definition(Definition definition) {
        return definition
                .workflow()
                .map(WorkflowWriter::fields)
                .orElseGet(() -> Map.of("file", definition.file().orElse("")));
    }

    private static Map<String, Object> input(InputEntry input) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("type", input.type());
        input.initial().ifPresent(d -> out.put("default", d.value()));
        putText(out, "doc", input.doc());
        if (Double.isFinite(input.min())) {
            out.put("min", number(input.min()));
        }
        if (Double.isFinite(input.max())) {
            out.put("max", number(input.max()));
        }
        if (!input.choices().isEmpty()) {
            out.put("choices", input.choices());
        }
        out.putAll(input.extras());
        return out;
    }

    private static Map<String, Object> node(NodeEntry node) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("type", node.version() == 0 ? node.type() : node.type() + "@" + node.version());
        if (!node.in().isEmpty()) {
            Map<String, Object> in = new LinkedHashMap<>();
            node.in().forEach((port, value) -> in.put(port, plain(value)));
            out.put("in", in);
        }
        if (!node.each().isEmpty()) {
            out.put("each", node.each().size() == 1 ? node.each().get(0) : node.each());
        }
        out.putAll(node.extras());
        return out;
    }

    /** What JSON has for a value: a literal, an object or an array. */
    public static Object plain(Value value) {
        if (value instanceof Value.Literal literal) {
            return literal.value();
        }
        if (value instanceof Value.Reference reference) {
            return Map.of("from", reference.source() + "." + reference.port());
        }
        if (value instanceof Value.Body body) {
            return Map.of("workflow", body.name());
        }
        if (value instanceof Value.Named named) {
            Map<String, Object> out = new LinkedHashMap<>();
            named.values().forEach((name, entry) -> out.put(name, plain(entry)));
            return out;
        }
        return ((Value.Several) value)
                .values().stream().map(WorkflowWriter::plain).toList();
    }

    /** Whole numbers without a fraction, so that 8 stays 8. */
    private static Object number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15 ? (Object) (long) value : (Object) value;
    }

    private static void putText(Map<String, Object> out, String name, String text) {
        if (!text.isEmpty()) {
            out.put(name, text);
        }
    }
}
