package dev.zograf.runtime.graph;

import dev.zograf.runtime.json.Problem;
import dev.zograf.runtime.json.Value;
import dev.zograf.runtime.node.PortSchema;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The part of a workflow that some of its outputs and nodes need. */
public final class PartialGraph {

    private final WorkflowGraph graph;
    private final Map<String, WorkflowGraph.Output> outputs = new LinkedHashMap<>();
    private final Deque<String> open = new ArrayDeque<>();

    private PartialGraph(WorkflowGraph graph) {
        this.graph = graph;
    }

    /**
     * The graph without what is not needed. An output is given under its name, the outputs of a node under {@code node.output}; of a
     * node that stands for a workflow, the nodes with effects in it are run, too.
     *
     * @param names of outputs and nodes of the workflow; where both have one name, it is the output
     */
    public static WorkflowGraph of(WorkflowGraph graph, List<String> names) {
        return new PartialGraph(graph).part(names);
    }

    private WorkflowGraph part(List<String> names) {
        for (String name : names) {
            WorkflowGraph.Output output = graph.outputs().get(name);
            if (output != null) {
                outputs.put(name, output);
            } else if (graph.nested().containsKey(name)) {
                graph.nested()
                        .getOrDefault(name, Map.of())
                        .forEach((port, value) -> outputs.put(
                                name + "." + port,
                                new WorkflowGraph.Output(value, PortSchema.of(port, Object.class, List.of(), ""))));
                graph.order().stream()
                        .filter(id -> id.startsWith(name + "/") && graph.effect(id))
                        .forEach(open::add);
            } else {
                open.add(name);
                graph.schema(name)
                        .outputs()
                        .forEach(port -> outputs.put(
                                name + "." + port.name(),
                                new WorkflowGraph.Output(
                                        new Value.Reference(name, port.name(), graph.at(name)), port)));
            }
        }
        Set<String> needed = needed();
        return new WorkflowGraph(
                graph.file(),
                graph.flat(),
                graph.schemas(),
                graph.order().stream().filter(needed::contains).toList(),
                graph.bodies(),
                outputs,
                graph.nested());
    }

    private Set<String> needed() {
        outputs.values().forEach(output -> output.value().forEach(this::source));
        Set<String> needed = new HashSet<>();
        while (!open.isEmpty()) {
            String id = open.remove();
            if (needed.add(id)) {
                graph.in(id).values().forEach(value -> value.forEach(this::source));
            }
        }
        return needed;
    }

    private void source(Value value) {
        if (value instanceof Value.Reference reference && !reference.isInput()) {
            open.add(reference.source());
        }
    }

    /** What is wrong with a part: an input that it needs has no value. */
    public static List<Problem> missing(WorkflowGraph part, WorkflowInputs inputs) {
        Set<String> names = new TreeSet<>();
        List<Value> values = new ArrayList<>();
        part.outputs().values().forEach(output -> values.add(output.value()));
        part.order().forEach(id -> values.addAll(part.in(id).values()));
        values.forEach(value -> value.forEach(v -> {
            if (v instanceof Value.Reference reference && reference.isInput()) {
                names.add(reference.port());
            }
        }));
        return names.stream()
                .filter(name -> inputs.value(name).isEmpty())
                .flatMap(name -> Optional.ofNullable(part.file().inputs().get(name)).stream()
                        .map(input -> Problem.at(
                                input.at(), "The input \"" + name + "\" has no value.", "Set it before the run.")))
                .toList();
    }
}
