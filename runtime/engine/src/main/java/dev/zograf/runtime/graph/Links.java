package dev.zograf.runtime.graph;

import dev.zograf.runtime.json.Nearest;
import dev.zograf.runtime.json.Problem;
import dev.zograf.runtime.json.Value;
import dev.zograf.runtime.json.WorkflowFile;
import dev.zograf.runtime.json.WorkflowFile.NodeEntry;
import dev.zograf.runtime.node.NodeSchema;
import dev.zograf.runtime.node.PortSchema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Follows the links of a workflow to what they carry; one that leads nowhere is a problem. */
final class Links {

    private final WorkflowFile file;
    private final Map<String, NodeSchema> schemas;
    private final WorkflowInputs inputs;
    private final List<Problem> problems;
    private final Map<String, TypeUnifier> unifiers = new HashMap<>();

    Links(WorkflowFile file, Map<String, NodeSchema> schemas, WorkflowInputs inputs, List<Problem> problems) {
        this.file = file;
        this.schemas = schemas;
        this.inputs = inputs;
        this.problems = problems;
    }

    /** Starts to find out what the type variables of a node stand for. */
    TypeUnifier unifier(String node) {
        TypeUnifier unifier = new TypeUnifier();
        unifiers.put(node, unifier);
        return unifier;
    }

    /** Reports links in a value that lead nowhere. */
    void check(Value value) {
        value.forEach(v -> {
            if (v instanceof Value.Reference reference) {
                carried(reference);
            }
        });
    }

    /** What a link carries, reporting if it leads nowhere; empty too if a mistake elsewhere leaves it open. */
    Optional<Carried> carried(Value.Reference reference) {
        if (reference.isInput()) {
            return inputExists(reference) ? inputs.carried(reference.port()) : Optional.empty();
        }
        if (!file.nodes().containsKey(reference.source())) {
            add(
                    reference,
                    "There is no node \"" + reference.source() + "\".",
                    Nearest.remedy(reference.source(), file.nodes().keySet(), "nodes"));
            return Optional.empty();
        }
        NodeSchema schema = schemas.get(reference.source());
        return schema == null ? Optional.empty() : outputOf(reference, schema);
    }

    private Optional<Carried> outputOf(Value.Reference reference, NodeSchema schema) {
        Optional<PortSchema> found = schema.output(reference.port());
        if (found.isEmpty()) {
            add(
                    reference,
                    "\"" + reference.source() + "\" (" + schema.id() + ") has no output \"" + reference.port() + "\".",
                    Nearest.remedy(reference.port(), schema.outputNames(), "outputs"));
            return Optional.empty();
        }
        PortSchema port = found.get();
        NodeEntry node = file.nodes().get(reference.source());
        boolean each = node != null && !node.each().isEmpty();
        TypeUnifier unifier = unifiers.getOrDefault(reference.source(), new TypeUnifier());
        return unifier.resolve(port.type()).map(t -> new Carried(t, each || port.list(), !each && port.optional()));
    }

    private boolean inputExists(Value.Reference reference) {
        if (inputs.exists(reference.port())) {
            return true;
        }
        add(
                reference,
                "The workflow has no input \"" + reference.port() + "\".",
                Nearest.remedy(reference.port(), file.inputs().keySet(), "inputs"));
        return false;
    }

    private void add(Value.Reference at, String message, String remedy) {
        problems.add(Problem.at(at.at(), message, remedy));
    }
}
