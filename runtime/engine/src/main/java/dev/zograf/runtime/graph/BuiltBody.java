package dev.zograf.runtime.graph;

import dev.zograf.api.BuiltGraph;
import dev.zograf.api.Subworkflow;
import dev.zograf.runtime.json.Place;
import dev.zograf.runtime.json.Problem;
import dev.zograf.runtime.json.Value;
import dev.zograf.runtime.json.WorkflowFile;
import dev.zograf.runtime.node.NodeRegistry;
import dev.zograf.runtime.node.PortTypes;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A graph that a node put together, checked like one from a file. Values that no file could hold become inputs of it, with made-up
 * names.
 */
public final class BuiltBody {

    private static final Place ROOT = Place.NONE;

    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Map<String, WorkflowFile.NodeEntry> nodes = new LinkedHashMap<>();

    private BuiltBody() {}

    /**
     * What the check gave.
     *
     * @param checked the graph or its problems
     * @param values of its inputs
     */
    public record Checked(GraphChecker.Checked checked, Map<String, Object> values) {}

    /** Checks a graph against the node types that there are. */
    public static Checked check(BuiltGraph graph, NodeRegistry registry) {
        BuiltBody body = new BuiltBody();
        graph.nodes().forEach(body::add);
        Map<String, WorkflowFile.OutputEntry> outputs = new LinkedHashMap<>();
        graph.links()
                .forEach((name, link) -> outputs.put(
                        name,
                        new WorkflowFile.OutputEntry(
                                reference(link, ROOT.child("outputs").child(name)),
                                Map.of(),
                                ROOT.child("outputs").child(name))));
        Map<String, WorkflowFile.InputEntry> inputs = new LinkedHashMap<>();
        body.values.keySet().forEach(name -> inputs.put(name, input()));
        WorkflowFile file =
                new WorkflowFile("", "", inputs, Collections.unmodifiableMap(body.nodes), outputs, Map.of(), Map.of());
        return new Checked(GraphChecker.check(file, registry, body.values), Collections.unmodifiableMap(body.values));
    }

    private void add(String id, BuiltGraph.BuiltNode node) {
        Place at = ROOT.child("nodes").child(id);
        int split = node.type().indexOf('@');
        String type = split < 0 ? node.type() : node.type().substring(0, split);
        Map<String, Value> in = new LinkedHashMap<>();
        node.in()
                .forEach((port, value) ->
                        in.put(port, value(value, at.child("in").child(port))));
        nodes.put(
                id,
                new WorkflowFile.NodeEntry(
                        type,
                        split < 0 ? 0 : version(node.type().substring(split + 1)),
                        in,
                        List.of(),
                        Map.of(),
                        at.child("type"),
                        at));
    }

    private static WorkflowFile.InputEntry input() {
        return new WorkflowFile.InputEntry(
                "",
                Optional.empty(),
                "",
                Double.NEGATIVE_INFINITY,
                Double.POSITIVE_INFINITY,
                List.of(),
                Map.of(),
                ROOT);
    }

    /** A version that is none is reported as one that nobody has. */
    private static int version(String text) {
        return text.matches("[0-9]{1,7}") ? Integer.parseInt(text) : Integer.MAX_VALUE;
    }

    private Value value(Object value, Place at) {
        if (value instanceof Subworkflow.Link link) {
            return reference(link, at);
        }
        if (value instanceof List<?> list) {
            return new Value.Several(list.stream().map(v -> value(v, at)).toList(), at);
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Value> entries = new LinkedHashMap<>();
            map.forEach(
                    (name, entry) -> entries.put(String.valueOf(name), value(entry, at.child(String.valueOf(name)))));
            return new Value.Named(entries, at);
        }
        if (value instanceof Enum<?> constant) {
            return new Value.Literal(PortTypes.choice(constant), at);
        }
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return new Value.Literal(((Number) value).longValue(), at);
        }
        if (value instanceof Number number) {
            return new Value.Literal(number.doubleValue(), at);
        }
        if (value instanceof String || value instanceof Boolean || value instanceof DefinedWorkflow) {
            return new Value.Literal(value, at);
        }
        String name = "value-" + values.size();
        values.put(name, value);
        return new Value.Reference(Value.Reference.INPUTS, name, at);
    }

    private static Value.Reference reference(Subworkflow.Link link, Place at) {
        return new Value.Reference(link.node(), link.output(), at);
    }

    /** The problems as one text. */
    public static String text(List<Problem> problems) {
        return String.join("\n", problems.stream().map(Problem::toString).toList());
    }
}
