package dev.zograf.runtime.graph;

import dev.zograf.runtime.json.JsonText;
import dev.zograf.runtime.json.Value;
import dev.zograf.runtime.json.WorkflowFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A graph as canonical text: sorted, with versions, without what a person reads. */
final class GraphContent {

    private GraphContent() {}

    static String of(WorkflowGraph graph) {
        Map<String, Object> out = new LinkedHashMap<>();
        Map<String, Object> inputs = new TreeMap<>();
        graph.file().inputs().forEach((name, input) -> inputs.put(name, input(input)));
        out.put("inputs", inputs);
        Map<String, Object> nodes = new TreeMap<>();
        graph.order().forEach(id -> nodes.put(id, node(graph, id)));
        out.put("nodes", nodes);
        Map<String, Object> outputs = new TreeMap<>();
        graph.outputs().forEach((name, output) -> outputs.put(name, value(output.value())));
        out.put("outputs", outputs);
        return JsonText.write(out);
    }

    private static Object input(WorkflowFile.InputEntry input) {
        return List.of(
                input.type(),
                input.initial().map(Value.Literal::value).map(List::of).orElse(List.of()),
                String.valueOf(input.min()),
                String.valueOf(input.max()),
                input.choices());
    }

    private static Object node(WorkflowGraph graph, String id) {
        Map<String, Object> in = new TreeMap<>();
        graph.in(id).forEach((name, value) -> in.put(name, value(value)));
        String type = graph.body(id)
                .map(DefinedWorkflow::content)
                .orElse(graph.schema(id).type());
        return List.of(type, in, graph.each(id));
    }

    private static Object value(Value value) {
        if (value instanceof Value.Several several) {
            return several.values().stream().map(GraphContent::value).toList();
        }
        if (value instanceof Value.Named named) {
            Map<String, Object> out = new TreeMap<>();
            named.values().forEach((name, entry) -> out.put(name, value(entry)));
            return out;
        }
        if (value instanceof Value.Reference reference) {
            return Map.of("from", reference.source() + "." + reference.port());
        }
        if (value instanceof Value.Literal literal) {
            return literal.value() instanceof DefinedWorkflow body
                    ? Map.of("workflow", body.content())
                    : literal.value();
        }
        throw new IllegalStateException("The graph was not checked.");
    }
}
