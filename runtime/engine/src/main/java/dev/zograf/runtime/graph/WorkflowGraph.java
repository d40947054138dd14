package dev.zograf.runtime.graph;

import dev.zograf.runtime.json.Place;
import dev.zograf.runtime.json.Value;
import dev.zograf.runtime.json.WorkflowFile;
import dev.zograf.runtime.json.WorkflowFile.NodeEntry;
import dev.zograf.runtime.node.NodeSchema;
import dev.zograf.runtime.node.PortSchema;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A checked workflow: every node has a type, every link an end, and there is no cycle. Nodes that stand for whole workflows are
 * written out ({@code outer/inner}), save those that run once for each entry of a list; bodies are literals that hold a
 * {@link DefinedWorkflow}.
 *
 * @param file what it was made from
 * @param flat the same with its nodes written out and without outputs
 * @param schemas the type of each node of {@code flat} by id
 * @param order the ids, each after those that it depends on; by the file's order where that leaves a choice
 * @param bodies the workflows that nodes of {@code flat} stand for, by id
 * @param outputs by name, with the links led to nodes of {@code flat}
 * @param nested the nodes that were written out: what their outputs are now
 */
public record WorkflowGraph(
        WorkflowFile file,
        WorkflowFile flat,
        Map<String, NodeSchema> schemas,
        List<String> order,
        Map<String, DefinedWorkflow> bodies,
        Map<String, Output> outputs,
        Map<String, Map<String, Value>> nested) {

    /**
     * An output of the workflow.
     *
     * @param value a link, or what the workflow was given and passes on
     * @param port its name and type
     */
    public record Output(Value value, PortSchema port) {}

    /** Keeps unmodifiable views. */
    public WorkflowGraph {
        schemas = Collections.unmodifiableMap(schemas);
        order = List.copyOf(order);
        bodies = Collections.unmodifiableMap(bodies);
        outputs = Collections.unmodifiableMap(outputs);
        nested = Collections.unmodifiableMap(nested);
    }

    /**
     * All that there is of a node.
     *
     * @param in what the file gives for its inputs
     * @param each the inputs that are given a list, for each entry of which it runs once
     * @param body the workflow that it stands for, once for each entry of a list
     * @param bodies all workflows that it may run: that one, and those that its inputs are given
     */
    public record GraphNode(
            String id,
            NodeSchema schema,
            Map<String, Value> in,
            List<String> each,
            Optional<DefinedWorkflow> body,
            List<DefinedWorkflow> bodies) {

        /** Whether it acts on the outside world, itself or in a body. */
        public boolean effect() {
            return schema.effect() || (!bodies.isEmpty() && bodies.stream().anyMatch(DefinedWorkflow::effect));
        }

        /** Whether equal inputs give equal results, also in its bodies. */
        public boolean pure() {
            return schema.pure() && (bodies.isEmpty() || bodies.stream().allMatch(DefinedWorkflow::pure));
        }
    }

    /** All that there is of a node, for those who need more than one thing of it. */
    public GraphNode node(String id) {
        NodeEntry entry = entry(id);
        return new GraphNode(id, schema(id), entry.in(), entry.each(), body(id), bodies(id, entry.in()));
    }

    /** The type of a node. */
    public NodeSchema schema(String node) {
        NodeSchema schema = schemas.get(node);
        if (schema == null) {
            throw new IllegalArgumentException("There is no node " + node + ".");
        }
        return schema;
    }

    /** What the file gives for a node's inputs. */
    public Map<String, Value> in(String node) {
        return entry(node).in();
    }

    /** The inputs of a node that are given a list, for each entry of which it runs once. */
    public List<String> each(String node) {
        return entry(node).each();
    }

    /** The workflow that a node stands for, once for each entry of a list. */
    public Optional<DefinedWorkflow> body(String node) {
        return bodies.isEmpty() ? Optional.empty() : Optional.ofNullable(bodies.get(node));
    }

    /** All workflows that a node may run: the one that it stands for and those that its inputs are given. */
    public List<DefinedWorkflow> bodies(String node) {
        return bodies(node, in(node));
    }

    private List<DefinedWorkflow> bodies(String node, Map<String, Value> in) {
        List<DefinedWorkflow> all = new ArrayList<>(0);
        body(node).ifPresent(all::add);
        for (Value value : in.values()) {
            if (!(value instanceof Value.Reference)) {
                value.forEach(v -> {
                    if (v instanceof Value.Literal literal && literal.value() instanceof DefinedWorkflow body) {
                        all.add(body);
                    }
                });
            }
        }
        return all;
    }

    /** Its inputs, nodes with versions and outputs as canonical text, without titles and places. */
    public String content() {
        return GraphContent.of(this);
    }

    /** Whether a node acts on the outside world, itself or in a body. */
    public boolean effect(String node) {
        return node(node).effect();
    }

    /** Whether equal inputs give equal results, also in its bodies. */
    public boolean pure(String node) {
        return node(node).pure();
    }

    /** Whether it takes the values of a run, or a look at the machine, to tell if what a node is given is good. */
    boolean dependsOnRun(String node) {
        for (Value value : in(node).values()) {
            if (takesInput(value)) {
                return true;
            }
        }
        for (PortSchema port : schema(node).inputs()) {
            if (port.choiceSource().isPresent() || !port.models().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private static boolean takesInput(Value value) {
        if (value instanceof Value.Reference reference) {
            return reference.isInput();
        }
        boolean[] any = {false};
        if (value instanceof Value.Several || value instanceof Value.Named) {
            value.forEach(v -> any[0] |= takesInput(v));
        }
        return any[0];
    }

    /** Where a node stands. */
    Place at(String node) {
        return entry(node).at();
    }

    private NodeEntry entry(String node) {
        NodeEntry entry = flat.nodes().get(node);
        if (entry == null) {
            throw new IllegalArgumentException("There is no node " + node + ".");
        }
        return entry;
    }
}
