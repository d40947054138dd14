package dev.zograf.runtime.comfy;

import dev.zograf.runtime.json.Value;
import dev.zograf.runtime.json.WorkflowFile;
import dev.zograf.runtime.json.WorkflowFile.NodeEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A workflow without its ids: its outputs in words, with inputs of the workflow as their defaults. */
final class NativeShape {

    private final WorkflowFile file;
    private final Map<String, String> known = new HashMap<>();

    private NativeShape(WorkflowFile file) {
        this.file = file;
    }

    static List<String> of(WorkflowFile file) {
        NativeShape shape = new NativeShape(file);
        return file.outputs().values().stream()
                .map(output -> shape.words(output.from()))
                .distinct()
                .sorted()
                .toList();
    }

    private String words(Value value) {
        if (value instanceof Value.Literal literal) {
            return literal.value() instanceof Number number
                    ? String.valueOf(number.doubleValue())
                    : "\"" + literal.value() + "\"";
        }
        if (value instanceof Value.Several several) {
            return several.values().stream().map(this::words).collect(Collectors.joining(", ", "[", "]"));
        }
        Value.Reference reference = (Value.Reference) value;
        return reference.isInput()
                ? words(file.inputs().get(reference.port()).initial().orElseThrow())
                : node(reference.source()) + "." + reference.port();
    }

    private String node(String id) {
        String before = known.get(id);
        if (before == null) {
            NodeEntry node = file.nodes().get(id);
            Map<String, String> in = new TreeMap<>();
            node.in().forEach((port, value) -> in.put(port, words(value)));
            String words = node.type() + (node.each().isEmpty() ? "" : "each " + node.each()) + in;
            before = words.length() > 30000 ? node.type() + "#" + words.hashCode() + "/" + words.length() : words;
            known.put(id, before);
        }
        return before;
    }
}
