package dev.zograf;

import dev.zograf.Workflow.Step;
import dev.zograf.Workflow.Target;
import dev.zograf.runtime.graph.DefinedWorkflow;
import dev.zograf.runtime.graph.WorkflowGraph;
import dev.zograf.runtime.graph.WorkflowGraph.GraphNode;
import dev.zograf.runtime.json.Value;
import dev.zograf.runtime.node.PortSchema;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a graph looks like from outside: which nodes run, what they take from each other, and where its inputs go. */
final class WorkflowOutline {

    private WorkflowOutline() {}

    /** The nodes that outputs and effects need, each after those that it depends on. */
    static List<Step> steps(WorkflowGraph graph) {
        Set<String> needed = new HashSet<>();
        graph.outputs().values().forEach(output -> needed.addAll(sources(output.value())));
        Deque<Step> steps = new ArrayDeque<>();
        for (int i = graph.order().size() - 1; i >= 0; i--) {
            GraphNode node = graph.node(graph.order().get(i));
            if (needed.contains(node.id()) || node.effect()) {
                Set<String> after = new LinkedHashSet<>();
                node.in().values().forEach(value -> after.addAll(sources(value)));
                needed.addAll(after);
                steps.push(
                        new Step(node.id(), node.schema().type(), node.schema().title(), List.copyOf(after)));
            }
        }
        return List.copyOf(steps);
    }

    private static Set<String> sources(Value value) {
        Set<String> sources = new LinkedHashSet<>();
        value.forEach(v -> {
            if (v instanceof Value.Reference reference && !reference.isInput()) {
                sources.add(reference.source());
            }
        });
        return sources;
    }

    /** The inputs of nodes that an input of the workflow is handed to, also within workflows that nodes run. */
    static List<Target> targets(WorkflowGraph graph, String input) {
        List<Target> targets = new ArrayList<>();
        collect(graph, input, "", targets);
        return List.copyOf(targets);
    }

    private static void collect(WorkflowGraph graph, String input, String path, List<Target> into) {
        for (String id : graph.order()) {
            GraphNode node = graph.node(id);
            for (Map.Entry<String, Value> given : node.in().entrySet()) {
                if (given.getValue() instanceof Value.Named named) {
                    named.values().forEach((name, value) -> {
                        if (isOf(value, input)) {
                            within(node.bodies(), name, path + id + "/", into);
                        }
                    });
                } else if (isOf(given.getValue(), input)) {
                    if (node.body().isPresent()) {
                        within(List.of(node.body().get()), given.getKey(), path + id + "/", into);
                    } else {
                        PortSchema port = node.schema().input(given.getKey()).orElseThrow();
                        into.add(new Target(path + id, given.getValue().at().pointer(), port));
                    }
                }
            }
        }
    }

    private static void within(List<DefinedWorkflow> bodies, String input, String path, List<Target> into) {
        for (DefinedWorkflow body : bodies) {
            if (body.inputs().contains(input)) {
                collect(body.graph(), input, path, into);
            }
        }
    }

    private static boolean isOf(Value value, String input) {
        boolean[] any = {false};
        value.forEach(v -> any[0] |= v instanceof Value.Reference reference
                && reference.isInput()
                && reference.port().equals(input));
        return any[0];
    }
}
