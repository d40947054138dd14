package dev.zograf.runtime.plan;

import dev.zograf.api.RunFiles;
import dev.zograf.runtime.graph.WorkflowGraph;
import dev.zograf.runtime.graph.WorkflowInputs;
import dev.zograf.runtime.json.Value;
import dev.zograf.runtime.json.WorkflowFile;
import dev.zograf.runtime.node.Feed;
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

/** Makes a {@link Plan}: leaves out what nothing needs and computes keys. Linear in the size of the graph. */
public final class Planner {

    private final WorkflowGraph graph;
    private final WorkflowInputs inputs;
    private final Fingerprints fingerprints;
    private final KeyBuilder keys = new KeyBuilder();
    private final List<PlannedNode> planned = new ArrayList<>();
    private final Map<String, Integer> index = new HashMap<>();

    private Planner(NodeFactory factory, WorkflowGraph graph, WorkflowInputs inputs, RunFiles files) {
        this.graph = graph;
        this.inputs = inputs;
        this.fingerprints = new Fingerprints(factory, files);
    }

    /**
     * The plan of a run.
     *
     * @param inputs every input of the workflow with its value
     * @param files what fingerprints look at
     */
    public static Plan plan(WorkflowGraph graph, WorkflowInputs inputs, NodeFactory factory, RunFiles files) {
        return new Planner(factory, graph, inputs, files).plan();
    }

    private Plan plan() {
        Set<String> needed = needed();
        for (String id : graph.order()) {
            if (needed.contains(id)) {
                index.put(id, planned.size());
                planned.add(node(id));
            }
        }
        Set<Integer> roots = new TreeSet<>();
        Map<String, Argument> outputs = new LinkedHashMap<>();
        graph.flat().outputs().forEach((name, output) -> {
            Argument argument = reference(output.from());
            outputs.put(name, argument);
            if (argument instanceof Argument.Link link) {
                roots.add(link.node());
            }
        });
        for (int i = 0; i < planned.size(); i++) {
            if (planned.get(i).effect()) {
                roots.add(i);
            }
        }
        return new Plan(List.copyOf(planned), List.copyOf(roots), Collections.unmodifiableMap(outputs));
    }

    private Set<String> needed() {
        Deque<String> open = new ArrayDeque<>();
        for (WorkflowFile.OutputEntry output : graph.flat().outputs().values()) {
            if (!output.from().isInput()) {
                open.add(output.from().source());
            }
        }
        graph.order().stream().filter(graph::effect).forEach(open::add);
        Set<String> needed = new HashSet<>();
        while (!open.isEmpty()) {
            String id = open.remove();
            if (needed.add(id)) {
                graph.in(id).values().forEach(value -> value.forEach(v -> source(v, open)));
            }
        }
        return needed;
    }

    private static void source(Value value, Deque<String> into) {
        if (value instanceof Value.Reference reference && !reference.isInput()) {
            into.add(reference.source());
        }
    }

    private PlannedNode node(String id) {
        NodeSchema schema = graph.schema(id);
        List<String> each = graph.each(id);
        Map<String, Argument> arguments = new LinkedHashMap<>();
        Set<Integer> upstream = new LinkedHashSet<>();
        Set<Integer> lazyUpstream = new LinkedHashSet<>();
        graph.in(id).forEach((name, value) -> {
            PortSchema port = schema.input(name).orElseThrow();
            Argument argument = argument(value, port);
            arguments.put(name, argument);
            // How often a node runs must be known before it starts, so that such a list is never lazy.
            links(argument, port.lazy() && !each.contains(name) ? lazyUpstream : upstream);
        });
        lazyUpstream.removeAll(upstream);
        PlannedNode node = new PlannedNode(
                id,
                schema,
                arguments,
                each,
                graph.body(id),
                graph.effect(id),
                List.copyOf(upstream),
                List.copyOf(lazyUpstream),
                false,
                Optional.empty());
        boolean cacheable = graph.pure(id) && cacheable(node);
        return cacheable ? node.withKey(true, key(node)) : node;
    }

    private boolean cacheable(PlannedNode node) {
        return node.upstream().stream().allMatch(i -> planned.get(i).cacheable())
                && node.lazyUpstream().stream().allMatch(i -> planned.get(i).cacheable())
                && node.arguments().values().stream().allMatch(Planner::hashable)
                && node.bodies().stream().allMatch(b -> fingerprints.of(b).isPresent());
    }

    private static boolean hashable(Argument argument) {
        boolean[] all = {true};
        argument.forEach(a -> all[0] &= !(a instanceof Argument.Constant c) || KeyBuilder.hashable(c.value()));
        return all[0];
    }

    /** The key, or empty if it takes results of other nodes to tell: of this one's fingerprint or of one before it. */
    private Optional<ContentKey> key(PlannedNode node) {
        Optional<String> fingerprint = fingerprint(node);
        return fingerprint.flatMap(f -> keys.key(
                node.schema(),
                f,
                node.arguments(),
                node.each(),
                i -> planned.get(i).key()));
    }

    private Optional<String> fingerprint(PlannedNode node) {
        Map<String, Feed> feeds = new HashMap<>();
        if (node.schema().fingerprinted()) {
            for (Map.Entry<String, Argument> entry : node.arguments().entrySet()) {
                Optional<Feed> feed = constant(entry.getValue());
                if (feed.isEmpty()) {
                    return Optional.empty();
                }
                feeds.put(entry.getKey(), feed.get());
            }
        }
        try {
            return Optional.of(fingerprints.of(node, feeds));
        } catch (Exception | LinkageError e) {
            // The run reports it when the node's turn comes, with all that belongs to such a report.
            return Optional.empty();
        }
    }

    private static Optional<Feed> constant(Argument argument) {
        if (argument instanceof Argument.Constant constant) {
            return Optional.of(new Feed.One(constant::value));
        }
        if (argument instanceof Argument.Several several) {
            List<Feed.Source> sources = new ArrayList<>();
            for (Argument a : several.arguments()) {
                if (!(a instanceof Argument.Constant constant)) {
                    return Optional.empty();
                }
                sources.add(constant::value);
            }
            return Optional.of(new Feed.Many(sources));
        }
        if (argument instanceof Argument.Named named) {
            Map<String, Feed> feeds = new LinkedHashMap<>();
            for (Map.Entry<String, Argument> entry : named.arguments().entrySet()) {
                Optional<Feed> feed = constant(entry.getValue());
                if (feed.isEmpty()) {
                    return Optional.empty();
                }
                feeds.put(entry.getKey(), feed.get());
            }
            return Optional.of(new Feed.Named(feeds));
        }
        return Optional.empty();
    }

    private static void links(Argument argument, Set<Integer> into) {
        argument.forEach(a -> {
            if (a instanceof Argument.Link link) {
                into.add(link.node());
            }
        });
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
            Argument argument = reference(reference);
            return argument instanceof Argument.Constant constant ? converted(constant.value(), port) : argument;
        }
        throw new IllegalStateException("The graph was not checked.");
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
            return new Argument.Constant(inputs.value(reference.port())
                    .orElseThrow(() -> new IllegalStateException("The inputs were not checked.")));
        }
        Integer node = index.get(reference.source());
        if (node == null) {
            throw new IllegalStateException("The graph was not checked.");
        }
        List<String> outputs = graph.schema(reference.source()).outputNames();
        return new Argument.Link(node, outputs.indexOf(reference.port()));
    }
}
