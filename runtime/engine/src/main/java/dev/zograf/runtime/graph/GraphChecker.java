package dev.zograf.runtime.graph;

import dev.zograf.runtime.json.Nearest;
import dev.zograf.runtime.json.Place;
import dev.zograf.runtime.json.Problem;
import dev.zograf.runtime.json.Value;
import dev.zograf.runtime.json.WorkflowFile;
import dev.zograf.runtime.json.WorkflowFile.NodeEntry;
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
    private final Definitions definitions;
    private final List<Problem> problems;
    private final Map<String, NodeSchema> schemas = new LinkedHashMap<>();
    private final Map<String, DefinedWorkflow> defined = new LinkedHashMap<>();

    private GraphChecker(NodeRegistry registry, Definitions definitions, List<Problem> problems) {
        this.registry = registry;
        this.definitions = definitions;
        this.problems = problems;
    }

    /**
     * What the check gave.
     *
     * @param graph empty if there are problems
     */
    public record Checked(Optional<WorkflowGraph> graph, List<Problem> problems) {}

    /** Checks a workflow as it stands in its file; inputs without a default are taken to have some good value. */
    public static Checked check(WorkflowFile file, NodeRegistry registry) {
        return check(file, registry, Map.of(), false);
    }

    /**
     * Checks a workflow with the values that its inputs are to have in a run.
     *
     * @param values by name, over the defaults
     */
    public static Checked check(WorkflowFile file, NodeRegistry registry, Map<String, Object> values) {
        return check(file, registry, values, true);
    }

    /**
     * As {@link #check(WorkflowFile, NodeRegistry, Map)}, for a workflow that was checked without these values: looks only at nodes for which they,
     * or what the machine has now, make a difference. Only if something is wrong there all is looked at, for a complete report.
     */
    public static Checked refill(WorkflowGraph graph, NodeRegistry registry, Map<String, Object> values) {
        List<Problem> problems = new ArrayList<>();
        WorkflowInputs inputs = WorkflowInputs.of(graph.file(), registry, values, true, problems);
        if (problems.isEmpty() && graph.nested().isEmpty() && !inputs.open()) {
            NodeChecker nodes = new NodeChecker(graph.flat(), graph.schemas(), inputs, registry.live(), problems);
            for (String id : graph.order()) {
                if (graph.dependsOnRun(id)) {
                    nodes.check(id);
                }
            }
            if (problems.isEmpty()) {
                return new Checked(Optional.of(graph), List.of());
            }
        }
        return check(graph.file(), registry, values, true);
    }

    /** As {@link #check(WorkflowFile, NodeRegistry, Map)}, but inputs may lack a value. */
    public static Checked checkPart(WorkflowFile file, NodeRegistry registry, Map<String, Object> values) {
        return check(file, registry, values, false);
    }

    private static Checked check(
            WorkflowFile read, NodeRegistry registry, Map<String, Object> values, boolean complete) {
        List<Problem> problems = new ArrayList<>();
        WorkflowFile file = Migrator.migrate(read, registry, problems);
        WorkflowInputs inputs = WorkflowInputs.of(file, registry, values, complete, problems);
        Definitions definitions = Definitions.of(file, registry);
        Optional<WorkflowGraph> graph = check(file, registry, inputs, definitions, Place.NONE, problems);
        List<Problem> sorted =
                problems.stream().sorted(ProblemOrder.BY_PLACE).distinct().toList();
        return new Checked(sorted.isEmpty() ? graph : Optional.empty(), sorted);
    }

    /**
     * Checks a workflow of current versions.
     *
     * @param root where it stands
     * @return empty, with problems, if it cannot be run
     */
    static Optional<WorkflowGraph> check(
            WorkflowFile file,
            NodeRegistry registry,
            WorkflowInputs inputs,
            Definitions definitions,
            Place root,
            List<Problem> problems) {
        definitions.checkAll(problems);
        return new GraphChecker(registry, definitions, problems).check(file, inputs, root);
    }

    private Optional<WorkflowGraph> check(WorkflowFile source, WorkflowInputs inputs, Place root) {
        WorkflowFile file = withBodies(source);
        file.nodes().forEach(this::findType);
        NodeOrder order = new NodeOrder(file);
        Optional<List<String>> sortedIds = order.order();
        if (sortedIds.isEmpty()) {
            order.cycles().forEach(cycle -> report(cycle, file));
        }
        NodeChecker nodes = new NodeChecker(file, schemas, inputs, registry.live(), problems);
        List<String> ids = sortedIds.orElseGet(() -> List.copyOf(file.nodes().keySet()));
        ids.forEach(nodes::check);
        Map<String, Carried> types = new LinkedHashMap<>();
        file.outputs()
                .forEach((name, output) ->
                        nodes.links().carried(output.from()).ifPresent(carried -> types.put(name, carried)));
        if (!problems.isEmpty()) {
            return Optional.empty();
        }
        if (Flattener.size(defined) > Flattener.MOST) {
            add(root, "Written out, the workflow has more than " + Flattener.MOST + " nodes.", "");
            return Optional.empty();
        }
        WorkflowGraph graph = Flattener.flatten(source, file, ids, schemas, defined, types);
        if (!defined.isEmpty()) {
            checkWrittenOut(graph, inputs);
        }
        if (graph.outputs().isEmpty() && graph.order().stream().noneMatch(graph::effect)) {
            add(
                    root,
                    "The workflow does nothing: it has no outputs and no node with an effect.",
                    "Add \"outputs\": {\"image\": {\"from\": \"node.port\"}}.");
        }
        return problems.isEmpty() ? Optional.of(graph) : Optional.empty();
    }

    /** What shows only when nested workflows are written out: what flows through them into inner nodes. */
    private void checkWrittenOut(WorkflowGraph graph, WorkflowInputs inputs) {
        List<Problem> inside = new ArrayList<>();
        NodeChecker nodes = new NodeChecker(graph.flat(), graph.schemas(), inputs, registry.live(), inside);
        for (String id : graph.order()) {
            int before = inside.size();
            nodes.check(id);
            for (Problem p : inside.subList(before, inside.size())) {
                problems.add(new Problem(
                        p.pointer(), p.line(), p.column(), "In \"" + id + "\": " + p.message(), p.remedy()));
            }
        }
    }

    /** The workflow with the bodies that nodes are given in place of their names. */
    private WorkflowFile withBodies(WorkflowFile file) {
        Map<String, NodeEntry> nodes = new LinkedHashMap<>();
        file.nodes().forEach((id, node) -> {
            Map<String, Value> in = new LinkedHashMap<>();
            node.in().forEach((name, value) -> in.put(name, value.map(this::body)));
            nodes.put(id, node.withIn(in));
        });
        return file.withNodes(nodes, file.outputs());
    }

    private Value body(Value value) {
        return value instanceof Value.Body body
                ? definitions
                        .find(body.name(), body.at(), problems)
                        .<Value>map(workflow -> new Value.Literal(workflow, body.at()))
                        .orElseGet(() -> new Value.Unusable(body.at()))
                : value;
    }

    private void findType(String id, NodeEntry node) {
        if (node.definition().isPresent()) {
            if (node.version() > 0) {
                add(node.typeAt(), "A workflow has no version.", "Write \"" + node.type() + "\".");
            }
            definitions.find(node.definition().get(), node.typeAt(), problems).ifPresent(workflow -> {
                defined.put(id, workflow);
                schemas.put(id, workflow.signature());
            });
            return;
        }
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

    private void add(Place at, String message, String remedy) {
        problems.add(Problem.at(at, message, remedy));
    }
}
