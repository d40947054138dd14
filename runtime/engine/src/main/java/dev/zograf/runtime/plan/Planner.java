package dev.zograf.runtime.plan;

import dev.zograf.api.RunFiles;
import dev.zograf.runtime.graph.DefinedWorkflow;
import dev.zograf.runtime.graph.WorkflowGraph;
import dev.zograf.runtime.graph.WorkflowGraph.GraphNode;
import dev.zograf.runtime.graph.WorkflowInputs;
import dev.zograf.runtime.json.Value;
import dev.zograf.runtime.node.NodeFactory;
import dev.zograf.runtime.node.NodeSchema;
import dev.zograf.runtime.node.PortSchema;
import dev.zograf.runtime.node.PortTypes;
import dev.zograf.runtime.node.PortValues;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Makes a {@link Plan}: leaves out what nothing needs and computes keys. Linear in the size of the graph. */
public final class Planner {

    private final WorkflowGraph graph;
    private final Function<String, Argument> inputs;
    private final NodeKeys keys;
    private final List<PlannedNode> planned = new ArrayList<>();
    private final Map<String, Integer> index = new HashMap<>();

    private Planner(NodeFactory factory, WorkflowGraph graph, Function<String, Argument> inputs, RunFiles files) {
        this.graph = graph;
        this.inputs = inputs;
        this.keys = new NodeKeys(factory, files);
    }

    /**
     * The plan of a run.
     *
     * @param inputs every input of the workflow with its value
     * @param files what fingerprints look at
     */
    public static Plan plan(WorkflowGraph graph, WorkflowInputs inputs, NodeFactory factory, RunFiles files) {
        return plan(
                graph,
                name -> new Argument.Constant(inputs.value(name)
                        .orElseThrow(() -> new IllegalStateException("The inputs were not checked."))),
                factory,
                files);
    }

    /**
     * The plan of a call.
     *
     * @param inputs every input of the workflow by name; no {@link Argument.Link}s, which are of another plan
     */
    public static Plan plan(
            WorkflowGraph graph, Function<String, Argument> inputs, NodeFactory factory, RunFiles files) {
        return new Planner(factory, graph, inputs, files).plan();
    }

    /**
     * The plan of one of the runs of a node that runs once for each entry of a list.
     *
     * @param id of the run
     * @param arguments of this run; no {@link Argument.Link}s
     */
    public static Plan element(
            PlannedNode node, String id, Map<String, Argument> arguments, NodeFactory factory, RunFiles files) {
        Map<String, Argument> adapted = new LinkedHashMap<>();
        arguments.forEach((name, argument) ->
                adapted.put(name, adapted(argument, node.schema().input(name).orElseThrow())));
        PlannedNode one = new PlannedNode(
                id,
                node.schema(),
                adapted,
                List.of(),
                Optional.empty(),
                node.effect(),
                List.of(),
                List.of(),
                false,
                Optional.empty());
        boolean pure = one.schema().pure() && one.bodies().stream().allMatch(DefinedWorkflow::pure);
        Map<String, Argument> outputs = new LinkedHashMap<>();
        List<PortSchema> ports = node.schema().outputs();
        for (int i = 0; i < ports.size(); i++) {
            outputs.put(ports.get(i).name(), new Argument.Link(0, i));
        }
        PlannedNode keyed = new NodeKeys(factory, files).keyed(one, pure, List.of());
        return new Plan(List.of(keyed), List.of(0), Collections.unmodifiableMap(outputs));
    }

    private Plan plan() {
        for (GraphNode node : needed()) {
            index.put(node.id(), planned.size());
            planned.add(node(node));
        }
        Set<Integer> roots = new TreeSet<>();
        Map<String, Argument> outputs = new LinkedHashMap<>();
        graph.outputs().forEach((name, output) -> {
            Argument argument = argument(output.value(), output.port());
            outputs.put(name, argument);
            links(argument, roots);
        });
        for (int i = 0; i < planned.size(); i++) {
            if (planned.get(i).effect()) {
                roots.add(i);
            }
        }
        return new Plan(List.copyOf(planned), List.copyOf(roots), Collections.unmodifiableMap(outputs));
    }

    /** In an order in which they can run. */
    private Iterable<GraphNode> needed() {
        Set<String> needed = new HashSet<>();
        graph.outputs().values().forEach(output -> source(output.value(), needed));
        Deque<GraphNode> nodes = new ArrayDeque<>();
        for (int i = graph.order().size() - 1; i >= 0; i--) {
            GraphNode node = graph.node(graph.order().get(i));
            if (needed.contains(node.id()) || node.effect()) {
                nodes.push(node);
                for (Value value : node.in().values()) {
                    source(value, needed);
                }
            }
        }
        return nodes;
    }

    private static void source(Value value, Set<String> into) {
        if (value instanceof Value.Reference reference) {
            if (!reference.isInput()) {
                into.add(reference.source());
            }
        } else if (value instanceof Value.Several || value instanceof Value.Named) {
            value.forEach(v -> source(v, into));
        }
    }

    private PlannedNode node(GraphNode node) {
        NodeSchema schema = node.schema();
        Map<String, Argument> arguments = new LinkedHashMap<>();
        Set<Integer> upstream = new LinkedHashSet<>();
        Set<Integer> lazyUpstream = new LinkedHashSet<>();
        for (Map.Entry<String, Value> entry : node.in().entrySet()) {
            String name = entry.getKey();
            PortSchema port = schema.input(name).orElseThrow();
            Argument argument = argument(entry.getValue(), port);
            arguments.put(name, argument);
            // How often a node runs must be known before it starts, so that such a list is never lazy.
            links(argument, port.lazy() && !node.each().contains(name) ? lazyUpstream : upstream);
        }
        lazyUpstream.removeIf(upstream::contains);
        PlannedNode made = new PlannedNode(
                node.id(),
                schema,
                arguments,
                node.each(),
                node.body(),
                node.effect(),
                List.copyOf(upstream),
                List.copyOf(lazyUpstream),
                false,
                Optional.empty());
        return keys.keyed(made, node.pure(), planned);
    }

    private static void links(Argument argument, Set<Integer> into) {
        if (argument instanceof Argument.Link link) {
            into.add(link.node());
        } else if (!(argument instanceof Argument.Constant)) {
            argument.forEach(a -> {
                if (a instanceof Argument.Link link) {
                    into.add(link.node());
                }
            });
        }
    }

    private Argument argument(Value value, PortSchema port) {
        if (value instanceof Value.Several several) {
            return new Argument.Several(
                    several.values().stream().map(v -> argument(v, port)).toList());
        }
        if (value instanceof Value.Named named) {
            Map<String, Argument> arguments = new LinkedHashMap<>();
            named.values().forEach((name, entry) -> arguments.put(name, argument(entry, port)));
            return new Argument.Named(arguments);
        }
        if (value instanceof Value.Literal literal) {
            return converted(literal.value(), port);
        }
        if (value instanceof Value.Reference reference) {
            return adapted(reference(reference), port);
        }
        throw new IllegalStateException("The graph was not checked.");
    }

    private static Argument adapted(Argument argument, PortSchema port) {
        if (argument instanceof Argument.Several several) {
            return new Argument.Several(
                    several.arguments().stream().map(a -> adapted(a, port)).toList());
        }
        return argument instanceof Argument.Constant constant ? converted(constant.value(), port) : argument;
    }

    /**
     * 7 and 7.0 are the same number to a port that takes numbers, and shall have the same key; so are a list from outside and the
     * same as an array.
     */
    private static Argument converted(Object value, PortSchema port) {
        if (value instanceof List<?> list) {
            return new Argument.Several(
                    list.stream().map(entry -> converted(entry, port)).toList());
        }
        Optional<Object> converted =
                PortTypes.isScalar(port.type()) ? PortValues.convert(value, port.type()) : Optional.empty();
        return new Argument.Constant(converted.orElse(value));
    }

    private Argument reference(Value.Reference reference) {
        if (reference.isInput()) {
            return inputs.apply(reference.port());
        }
        Integer node = index.get(reference.source());
        if (node == null) {
            throw new IllegalStateException("The graph was not checked.");
        }
        return new Argument.Link(node, planned.get(node).schema().outputIndex(reference.port()));
    }
}
