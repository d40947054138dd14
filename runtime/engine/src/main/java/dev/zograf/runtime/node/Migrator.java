package dev.zograf.runtime.node;

import dev.zograf.api.Migration;
import dev.zograf.runtime.json.Definition;
import dev.zograf.runtime.json.JsonText;
import dev.zograf.runtime.json.Problem;
import dev.zograf.runtime.json.Value;
import dev.zograf.runtime.json.WorkflowFile;
import dev.zograf.runtime.json.WorkflowFile.NodeEntry;
import dev.zograf.runtime.json.WorkflowFile.OutputEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Rewrites nodes of older versions to the current ones, step by step, and the links to their renamed outputs. */
public final class Migrator {

    private final NodeRegistry registry;
    private final List<Problem> problems;
    private final Map<String, Map<String, String>> renamedOutputs = new HashMap<>();

    private Migrator(NodeRegistry registry, List<Problem> problems) {
        this.registry = registry;
        this.problems = problems;
    }

    /** The workflow with current versions; a node that cannot be migrated is reported and left as it is. */
    public static WorkflowFile migrate(WorkflowFile file, NodeRegistry registry, List<Problem> problems) {
        Migrator migrator = new Migrator(registry, problems);
        Map<String, Definition> workflows = new LinkedHashMap<>();
        file.workflows().forEach((name, definition) -> workflows.put(name, migrate(definition, registry, problems)));
        Map<String, NodeEntry> nodes = new LinkedHashMap<>();
        file.nodes().forEach((id, node) -> nodes.put(id, migrator.migrate(id, node)));
        nodes.replaceAll((id, node) -> migrator.relink(node));
        Map<String, OutputEntry> outputs = new LinkedHashMap<>();
        file.outputs()
                .forEach((name, output) -> outputs.put(
                        name,
                        new OutputEntry(
                                (Value.Reference) migrator.relink(output.from()), output.extras(), output.at())));
        return file.withNodes(nodes, outputs).withWorkflows(workflows);
    }

    private static Definition migrate(Definition definition, NodeRegistry registry, List<Problem> problems) {
        List<Problem> inside = new ArrayList<>();
        Definition migrated = definition
                .workflow()
                .map(workflow -> definition.with(migrate(workflow, registry, inside)))
                .orElse(definition);
        problems.addAll(definition.placed(inside));
        return migrated;
    }

    private NodeEntry migrate(String id, NodeEntry node) {
        Optional<NodeSchema> schema = registry.find(node.type());
        if (schema.isEmpty()
                || node.version() == 0
                || node.version() >= schema.get().version()) {
            return node;
        }
        Map<String, Value> in = new LinkedHashMap<>(node.in());
        Map<String, String> outputs = new LinkedHashMap<>();
        for (int version = node.version(); version < schema.get().version(); version++) {
            Optional<Migration> step = registry.migration(node.type(), version);
            if (step.isEmpty()) {
                problems.add(Problem.at(
                        node.typeAt(),
                        "Version " + node.version() + " of \"" + node.type() + "\" cannot be brought to version "
                                + schema.get().version() + ": nothing leads from " + version + " to " + (version + 1)
                                + ".",
                        "Rewrite the node for version " + schema.get().version() + "."));
                return node;
            }
            for (Migration.Edit edit : step.get().edits()) {
                if (!(edit instanceof Migration.Split split)) {
                    apply(edit, node, in, outputs);
                } else if (!split(split, node, in)) {
                    return node;
                }
            }
        }
        if (!outputs.isEmpty()) {
            renamedOutputs.put(id, outputs);
        }
        List<String> each =
                node.each().stream().map(name -> renamed(node, name, in)).toList();
        return new NodeEntry(node.type(), schema.get().version(), in, each, node.extras(), node.typeAt(), node.at());
    }

    private static void apply(Migration.Edit edit, NodeEntry node, Map<String, Value> in, Map<String, String> outputs) {
        if (edit instanceof Migration.Rename rename) {
            Value value = in.remove(rename.from());
            if (value != null) {
                in.put(rename.to(), value);
            }
        } else if (edit instanceof Migration.Drop drop) {
            in.remove(drop.input());
        } else if (edit instanceof Migration.Set set) {
            Object literal = JsonText.parse(set.json()).orElse(set.json());
            in.putIfAbsent(
                    set.input(),
                    new Value.Literal(literal, node.at().child("in").child(set.input())));
        } else if (edit instanceof Migration.RenameOutput rename) {
            outputs.replaceAll((from, to) -> to.equals(rename.from()) ? rename.to() : to);
            outputs.putIfAbsent(rename.from(), rename.to());
        }
    }

    /** Takes an input apart; false, with a problem, if that cannot be done. */
    private boolean split(Migration.Split split, NodeEntry node, Map<String, Value> in) {
        Value old = in.get(split.input());
        if (old == null) {
            return true;
        }
        String what = "\"" + split.input() + "\" of \"" + node.type() + "\" version " + node.version();
        if (!(old instanceof Value.Literal literal)) {
            problems.add(Problem.at(
                    old.at(),
                    what + " is now several inputs, and a link cannot be taken apart.",
                    "Rewrite the node for version "
                            + registry.find(node.type())
                                    .map(NodeSchema::version)
                                    .orElse(0) + "."));
            return false;
        }
        in.remove(split.input());
        try {
            split.parts()
                    .apply(literal.value())
                    .forEach((name, value) -> in.putIfAbsent(name, new Value.Literal(plain(value), old.at())));
            return true;
        } catch (RuntimeException e) {
            problems.add(Problem.at(
                    old.at(),
                    what + " cannot be brought to the current version: "
                            + Objects.requireNonNullElse(e.getMessage(), e.toString()),
                    "Rewrite the node by hand."));
            return false;
        }
    }

    /** As a file would have it: whole numbers are long. */
    private static Object plain(Object value) {
        return JsonText.parse(JsonText.compact(value))
                .orElseThrow(() -> new IllegalArgumentException("A workflow has no form for " + value + "."));
    }

    /** What an input that {@code each} names is called now: whoever has its value. */
    private static String renamed(NodeEntry before, String name, Map<String, Value> in) {
        Value value = before.in().get(name);
        return in.entrySet().stream()
                .filter(entry -> entry.getValue() == value)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(name);
    }

    private NodeEntry relink(NodeEntry node) {
        if (renamedOutputs.isEmpty()) {
            return node;
        }
        Map<String, Value> in = new LinkedHashMap<>();
        node.in().forEach((port, value) -> in.put(port, value.map(this::relink)));
        return node.withIn(in);
    }

    private Value relink(Value value) {
        if (value instanceof Value.Reference reference) {
            String port =
                    renamedOutputs.getOrDefault(reference.source(), Map.of()).get(reference.port());
            return port == null ? reference : new Value.Reference(reference.source(), port, reference.at());
        }
        return value;
    }
}
