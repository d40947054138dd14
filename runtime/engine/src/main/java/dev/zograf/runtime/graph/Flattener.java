package dev.zograf.runtime.graph;

import dev.zograf.runtime.json.Place;
import dev.zograf.runtime.json.Value;
import dev.zograf.runtime.json.WorkflowFile;
import dev.zograf.runtime.json.WorkflowFile.NodeEntry;
import dev.zograf.runtime.node.NodeSchema;
import dev.zograf.runtime.node.PortValues;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes out the nodes of a checked workflow that stand for whole workflows: {@code outer} becomes {@code outer/inner}, …, with the
 * links led through. What then runs is the same as if it had been written so.
 */
final class Flattener {

    /** How many nodes there may be: definitions that use one another twice double with each level. */
    static final int MOST = 100_000;

    private final WorkflowFile file;
    private final Map<String, DefinedWorkflow> defined;
    private final Map<String, NodeEntry> nodes = new LinkedHashMap<>();
    private final Map<String, NodeSchema> schemas = new LinkedHashMap<>();
    private final Map<String, String> ids = new HashMap<>();
    private final List<String> order = new ArrayList<>();
    private final Map<String, DefinedWorkflow> bodies = new LinkedHashMap<>();
    private final Map<String, Map<String, Value>> outputs = new LinkedHashMap<>();

    private Flattener(WorkflowFile file, Map<String, DefinedWorkflow> defined) {
        this.file = file;
        this.defined = defined;
    }

    /** How many nodes come from definitions. */
    static long size(Map<String, DefinedWorkflow> defined) {
        return defined.values().stream()
                .mapToLong(d -> d.graph().order().size())
                .sum();
    }

    /**
     * The graph of a workflow.
     *
     * @param source what it is for people
     * @param file the same with its bodies looked up
     * @param defined the workflows that nodes stand for, by id
     * @param types of what the outputs carry
     */
    static WorkflowGraph flatten(
            WorkflowFile source,
            WorkflowFile file,
            List<String> order,
            Map<String, NodeSchema> schemas,
            Map<String, DefinedWorkflow> defined,
            Map<String, Carried> types) {
        Flattener flattener = new Flattener(file, defined);
        for (String id : order) {
            NodeEntry node = file.nodes().get(id);
            NodeSchema schema = schemas.get(id);
            if (node != null && schema != null) {
                flattener.add(id, node, schema);
            }
        }
        Map<String, WorkflowGraph.Output> results = new LinkedHashMap<>();
        file.outputs().forEach((name, output) -> {
            Carried type = types.getOrDefault(name, new Carried(Object.class, false, false));
            results.put(name, new WorkflowGraph.Output(flattener.resolve(output.from()), type.port(name)));
        });
        return new WorkflowGraph(
                source,
                file.withNodes(flattener.nodes, Map.of()),
                flattener.schemas,
                flattener.order,
                flattener.bodies,
                results,
                flattener.outputs);
    }

    private void add(String id, NodeEntry node, NodeSchema schema) {
        Map<String, Value> in = new LinkedHashMap<>();
        node.in().forEach((name, value) -> in.put(name, value.map(this::resolve)));
        DefinedWorkflow workflow = defined.get(id);
        if (workflow != null && node.each().isEmpty()) {
            expand(id, node, in, workflow);
            return;
        }
        nodes.put(id, node.withIn(in));
        ids.put(id, id);
        schemas.put(id, schema);
        order.add(id);
        if (workflow != null) {
            bodies.put(id, workflow);
        }
    }

    private Value resolve(Value value) {
        if (value instanceof Value.Reference reference && outputs.containsKey(reference.source())) {
            Value led = outputs.getOrDefault(reference.source(), Map.of()).get(reference.port());
            if (led == null) {
                throw new IllegalStateException("The graph was not checked.");
            }
            return led;
        }
        return value instanceof Value.Reference reference ? ofNode(reference) : value;
    }

    /** With the same object for the id as the node has: looked up in maps, that is seen without comparing letters. */
    private Value ofNode(Value.Reference reference) {
        String id = ids.get(reference.source());
        return id == null ? reference : new Value.Reference(id, reference.port(), reference.at());
    }

    private void expand(String id, NodeEntry node, Map<String, Value> in, DefinedWorkflow workflow) {
        WorkflowGraph inner = workflow.graph();
        Map<String, Value> given = new HashMap<>();
        inner.file().inputs().forEach((name, input) -> {
            Value value = in.get(name);
            Optional<Value> taken =
                    value == null ? input.initial().map(literal -> listed(literal, node.at())) : Optional.of(value);
            taken.ifPresent(v -> given.put(name, v.map(single -> converted(workflow, name, single))));
        });
        for (String innerId : inner.order()) {
            NodeEntry entry = inner.flat().nodes().get(innerId);
            if (entry == null) {
                continue;
            }
            Map<String, Value> led = new LinkedHashMap<>();
            inner.in(innerId).forEach((name, value) -> led.put(name, value.map(v -> through(id, given, v))));
            String outerId = id + "/" + innerId;
            NodeEntry moved = workflow.external()
                    ? new NodeEntry(
                            entry.type(), entry.version(), led, entry.each(), entry.extras(), node.at(), node.at())
                    : entry.withIn(led);
            nodes.put(outerId, moved);
            schemas.put(outerId, inner.schema(innerId));
            order.add(outerId);
            inner.body(innerId).ifPresent(body -> bodies.put(outerId, body));
        }
        Map<String, Value> led = new LinkedHashMap<>();
        inner.outputs().forEach((name, output) -> led.put(name, output.value().map(v -> through(id, given, v))));
        outputs.put(id, led);
    }

    private static Value listed(Value.Literal literal, Place at) {
        return literal.value() instanceof List<?> list
                ? new Value.Several(
                        list.stream().<Value>map(v -> new Value.Literal(v, at)).toList(), at)
                : literal;
    }

    /** A literal as the definition's input has it, so that 3 is the number 3.0 where a number is declared. */
    private static Value converted(DefinedWorkflow workflow, String input, Value value) {
        return value instanceof Value.Literal literal
                ? workflow.signature()
                        .input(input)
                        .flatMap(port -> PortValues.convert(literal.value(), port.type()))
                        .<Value>map(v -> new Value.Literal(v, literal.at()))
                        .orElse(literal)
                : value;
    }

    private static Value through(String id, Map<String, Value> given, Value value) {
        if (!(value instanceof Value.Reference reference)) {
            return value;
        }
        if (!reference.isInput()) {
            return new Value.Reference(id + "/" + reference.source(), reference.port(), reference.at());
        }
        Value led = given.get(reference.port());
        if (led == null) {
            throw new IllegalStateException("The graph was not checked.");
        }
        return led;
    }
}
