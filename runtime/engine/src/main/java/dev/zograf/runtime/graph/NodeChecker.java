package dev.zograf.runtime.graph;

import dev.zograf.api.InvalidInputException;
import dev.zograf.runtime.json.Nearest;
import dev.zograf.runtime.json.Place;
import dev.zograf.runtime.json.Problem;
import dev.zograf.runtime.json.Value;
import dev.zograf.runtime.json.WorkflowFile;
import dev.zograf.runtime.json.WorkflowFile.NodeEntry;
import dev.zograf.runtime.node.Elements;
import dev.zograf.runtime.node.Feed;
import dev.zograf.runtime.node.LiveChoices;
import dev.zograf.runtime.node.NodeSchema;
import dev.zograf.runtime.node.PortSchema;
import dev.zograf.runtime.node.RecordBinder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks the inputs of one node after the other; nodes come after those that they depend on, so that types are known. */
final class NodeChecker {

    private final WorkflowFile file;
    private final Map<String, NodeSchema> schemas;
    private final WorkflowInputs inputs;
    private final List<Problem> problems;
    private final Links links;
    private final ValueChecker values;
    private final BodyChecker bodies;

    NodeChecker(
            WorkflowFile file,
            Map<String, NodeSchema> schemas,
            WorkflowInputs inputs,
            LiveChoices live,
            List<Problem> problems) {
        this.file = file;
        this.schemas = schemas;
        this.inputs = inputs;
        this.problems = problems;
        links = new Links(file, schemas, inputs, problems);
        values = new ValueChecker(links, inputs, live, problems);
        bodies = new BodyChecker(values, problems);
    }

    Links links() {
        return links;
    }

    void check(String id) {
        NodeEntry node = file.nodes().get(id);
        NodeSchema schema = schemas.get(id);
        if (node == null) {
            return;
        }
        if (schema == null) {
            node.in().values().forEach(links::check);
            return;
        }
        int before = problems.size();
        TypeUnifier unifier = links.unifier(id);
        node.in().forEach((name, value) -> input(node, schema, name, value, unifier));
        for (PortSchema port : schema.inputs()) {
            if (port.required() && !node.in().containsKey(port.name())) {
                add(
                        node.at(),
                        "The node \"" + id + "\" lacks its input \"" + port.name() + "\".",
                        "Give it a value or a link of type " + port.typeName() + ".");
            }
        }
        bodies.check(node, schema);
        if (!node.each().isEmpty()) {
            each(node, schema);
        } else if (problems.size() == before && node.definition().isEmpty()) {
            checkRecord(id, node, schema);
        }
    }

    private void input(NodeEntry node, NodeSchema schema, String name, Value value, TypeUnifier unifier) {
        Optional<PortSchema> port = schema.input(name);
        if (port.isEmpty()) {
            add(
                    value.at(),
                    "\"" + schema.id() + "\" has no input \"" + name + "\".",
                    Nearest.remedy(name, schema.inputNames(), "inputs"));
            links.check(value);
        } else if (node.each().contains(name)
                && !port.get().list()
                && !port.get().named()) {
            values.each(port.get(), value, unifier);
        } else {
            values.check(port.get(), value, unifier);
        }
    }

    /** Whether {@code each} names inputs that take one value and are given lists of one length, as far as that is known. */
    private void each(NodeEntry node, NodeSchema schema) {
        Place at = node.at().child("each");
        Map<String, Integer> lengths = new LinkedHashMap<>();
        for (String name : node.each()) {
            Optional<PortSchema> port = schema.input(name);
            if (port.isEmpty()) {
                add(
                        at,
                        "\"each\" names \"" + name + "\", and \"" + schema.id() + "\" has no such input.",
                        Nearest.remedy(name, schema.inputNames(), "inputs"));
            } else if (!node.in().containsKey(name)) {
                add(at, "\"each\" names \"" + name + "\", which is given nothing.", "Give it a list under \"in\".");
            } else if (port.get().list() || port.get().named()) {
                add(
                        at,
                        "\"each\" names \"" + name + "\", which takes a "
                                + port.get().typeName() + " as a whole.",
                        "Name an input that takes one value.");
            } else {
                length(node.in().get(name)).ifPresent(length -> lengths.put(name, length));
            }
        }
        lengths.entrySet().stream()
                .findFirst()
                .ifPresent(first -> lengths.forEach((name, length) -> {
                    if (!length.equals(first.getValue())) {
                        Value value = node.in().get(name);
                        add(
                                value == null ? at : value.at(),
                                Elements.unequal(first.getKey(), first.getValue(), name, length),
                                "");
                    }
                }));
    }

    private Optional<Integer> length(Value value) {
        if (value instanceof Value.Several several) {
            return Optional.of(several.values().size());
        }
        if (value instanceof Value.Literal literal && literal.value() instanceof List<?> list) {
            return Optional.of(list.size());
        }
        return value instanceof Value.Reference reference && reference.isInput()
                ? inputs.value(reference.port()).filter(List.class::isInstance).map(list -> ((List<?>) list).size())
                : Optional.empty();
    }

    /** Calls the record's constructor if all values are known, for the rules across inputs that it holds. */
    private void checkRecord(String id, NodeEntry node, NodeSchema schema) {
        Map<String, Feed> feeds = new HashMap<>();
        for (Map.Entry<String, Value> entry : node.in().entrySet()) {
            Optional<Feed> feed = known(entry.getValue());
            if (feed.isEmpty()) {
                return;
            }
            feeds.put(entry.getKey(), feed.get());
        }
        try {
            RecordBinder.bind(schema, feeds);
        } catch (InvalidInputException e) {
            Value value = node.in().get(e.input());
            Place at = value != null ? value.at() : node.at();
            add(at, message(e), "");
        } catch (Exception e) {
            add(node.at(), "The node \"" + id + "\" refuses its inputs: " + message(e), "");
        }
    }

    private Optional<Feed> known(Value value) {
        if (value instanceof Value.Several several) {
            List<Feed.Source> sources = new ArrayList<>();
            for (Value v : several.values()) {
                if (!(known(v).orElse(null) instanceof Feed.One one)) {
                    return Optional.empty();
                }
                sources.add(one.source());
            }
            return Optional.of(new Feed.Many(sources));
        }
        if (value instanceof Value.Named named) {
            Map<String, Feed> feeds = new LinkedHashMap<>();
            for (Map.Entry<String, Value> entry : named.values().entrySet()) {
                Optional<Feed> feed = known(entry.getValue());
                if (feed.isEmpty()) {
                    return Optional.empty();
                }
                feeds.put(entry.getKey(), feed.get());
            }
            return Optional.of(new Feed.Named(feeds));
        }
        if (value instanceof Value.Literal literal) {
            return Optional.of(new Feed.One(literal::value));
        }
        if (value instanceof Value.Reference reference && reference.isInput()) {
            return inputs.value(reference.port()).map(v -> new Feed.One(() -> v));
        }
        return Optional.empty();
    }

    private static String message(Exception e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    private void add(Place at, String message, String remedy) {
        problems.add(Problem.at(at, message, remedy));
    }
}
