package dev.zograf.runtime.graph;

import dev.zograf.runtime.json.Nearest;
import dev.zograf.runtime.json.Place;
import dev.zograf.runtime.json.Problem;
import dev.zograf.runtime.json.Value;
import dev.zograf.runtime.json.WorkflowFile;
import dev.zograf.runtime.json.WorkflowFile.NodeEntry;
import dev.zograf.runtime.json.WorkflowFile.OutputEntry;
import dev.zograf.runtime.node.Migrator;
import dev.zograf.runtime.node.NodeRegistry;
import dev.zograf.runtime.node.NodeSchema;
import dev.zograf.runtime.plugin.PluginFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds all mistakes of a workflow before anything runs: names that do not exist, inputs that are missing or too many, types
 * that do not fit, values out of their range, rules across inputs that are broken, and cycles.
 */
public final class GraphChecker {

    private final NodeRegistry registry;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, NodeSchema> schemas = new LinkedHashMap<>();

    private GraphChecker(NodeRegistry registry) {
        this.registry = registry;
    }

    /**
     * What the check gave.
     *
     * @param graph empty if there are problems
     */
    public record Checked(Optional<WorkflowGraph> graph, List<Problem> problems) {}

    /** Checks a workflow as it stands in its file; inputs without a default are taken to have some good value. */
    public static Checked check(WorkflowFile file, NodeRegistry registry) {
        return new GraphChecker(registry).check(file, Map.of(), false);
    }

    /**
     * Checks a workflow with the values that its inputs are to have in a run.
     *
     * @param values by name, over the defaults
     */
    public static Checked check(WorkflowFile file, NodeRegistry registry, Map<String, Object> values) {
        return new GraphChecker(registry).check(file, values, true);
    }

    private Checked check(WorkflowFile read, Map<String, Object> values, boolean complete) {
        WorkflowFile file = Migrator.migrate(read, registry, problems);
        WorkflowInputs inputs = WorkflowInputs.of(file, registry, values, complete, problems);
        file.nodes().forEach(this::findType);
        NodeOrder order = new NodeOrder(file);
        Optional<List<String>> sortedIds = order.order();
        if (sortedIds.isEmpty()) {
            order.cycles().forEach(cycle -> report(cycle, file));
        }
        NodeChecker nodes = new NodeChecker(file, schemas, inputs, problems);
        List<String> ids = sortedIds.orElseGet(() -> List.copyOf(file.nodes().keySet()));
        ids.forEach(nodes::check);
        file.outputs().forEach((name, output) -> check(name, output, nodes));
        boolean anyEffect = schemas.values().stream().anyMatch(NodeSchema::effect);
        if (file.outputs().isEmpty() && !anyEffect && problems.isEmpty()) {
            problems.add(new Problem(
                    "",
                    0,
                    0,
                    "The workflow does nothing: it has no outputs and no node with an effect.",
                    "Add \"outputs\": {\"image\": {\"from\": \"node.port\"}}."));
        }
        List<Problem> sorted =
                problems.stream().sorted(ProblemOrder.BY_PLACE).distinct().toList();
        return sorted.isEmpty()
                ? new Checked(Optional.of(new WorkflowGraph(file, file, schemas, ids, Map.of())), sorted)
                : new Checked(Optional.empty(), sorted);
    }

    private void findType(String id, NodeEntry node) {
        Optional<NodeSchema> found = registry.find(node.type());
        if (found.isEmpty()) {
            if (!node.type().isEmpty()) {
                Optional<PluginFailure> leftOut = registry.leftOut(node.type());
                if (leftOut.isPresent()) {
                    add(
                            node.typeAt(),
                            "There is no node type \"" + node.type() + "\", because something was left out: "
                                    + leftOut.get() + ".",
                            "");
                    return;
                }
                add(
                        node.typeAt(),
                        "There is no node type \"" + node.type() + "\".",
                        Nearest.remedy(node.type(), registry.ids(), "node types"));
            }
            return;
        }
        schemas.put(id, found.get());
        if (node.version() > found.get().version()) {
            add(
                    node.typeAt(),
                    "\"" + node.type() + "\" is there in version " + found.get().version() + ", not yet in version "
                            + node.version() + ".",
                    "Update what brings it.");
        }
    }

    private void report(List<String> cycle, WorkflowFile file) {
        String first = cycle.get(0);
        NodeEntry node = file.nodes().get(first);
        add(
                node == null ? Place.NONE : node.at(),
                "The nodes depend on one another in a circle: " + String.join(" → ", cycle) + " → " + first + ".",
                "Remove one of these links.");
    }

    private void check(String name, OutputEntry output, NodeChecker nodes) {
        Value.Reference from = output.from();
        if (!from.isInput() || nodes.inputExists(from)) {
            nodes.outputOf(from);
        }
    }

    private void add(Place at, String message, String remedy) {
        problems.add(Problem.at(at, message, remedy));
    }
}
