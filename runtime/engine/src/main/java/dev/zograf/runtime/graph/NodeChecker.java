package dev.zograf.runtime.graph;

import dev.zograf.api.InvalidInputException;
import dev.zograf.runtime.json.Nearest;
import dev.zograf.runtime.json.Place;
import dev.zograf.runtime.json.Problem;
import dev.zograf.runtime.json.Value;
import dev.zograf.runtime.json.WorkflowFile;
import dev.zograf.runtime.json.WorkflowFile.NodeEntry;
import dev.zograf.runtime.node.Feed;
import dev.zograf.runtime.node.NodeSchema;
import dev.zograf.runtime.node.PortSchema;
import dev.zograf.runtime.node.PortTypes;
import dev.zograf.runtime.node.PortValues;
import dev.zograf.runtime.node.RecordBinder;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks the inputs of one node after the other; nodes come after those that they depend on, so that types are known. */
final class NodeChecker {

    /** What a link carries. */
    private record Carried(Type type, boolean list) {}

    private final WorkflowFile file;
    private final Map<String, NodeSchema> schemas;
    private final WorkflowInputs inputs;
    private final List<Problem> problems;
    private final Map<String, TypeUnifier> unifiers = new HashMap<>();

    NodeChecker(WorkflowFile file, Map<String, NodeSchema> schemas, WorkflowInputs inputs, List<Problem> problems) {
        this.file = file;
        this.schemas = schemas;
        this.inputs = inputs;
        this.problems = problems;
    }

    void check(String id) {
        NodeEntry node = file.nodes().get(id);
        NodeSchema schema = schemas.get(id);
        if (node == null) {
            return;
        }
        if (schema == null) {
            node.in().values().forEach(this::checkLinks);
            return;
        }
        int before = problems.size();
        TypeUnifier unifier = new TypeUnifier();
        unifiers.put(id, unifier);
        node.in().forEach((name, value) -> {
            Optional<PortSchema> port = schema.input(name);
            if (port.isEmpty()) {
                add(
                        value.at(),
                        "\"" + schema.id() + "\" has no input \"" + name + "\".",
                        Nearest.remedy(name, schema.inputNames(), "inputs"));
                checkLinks(value);
            } else {
                checkValue(port.get(), value, unifier);
            }
        });
        for (PortSchema port : schema.inputs()) {
            if (port.required() && !node.in().containsKey(port.name())) {
                add(
                        node.at(),
                        "The node \"" + id + "\" lacks its input \"" + port.name() + "\".",
                        "Give it a value or a link of type " + port.typeName() + ".");
            }
        }
        if (problems.size() == before) {
            checkRecord(id, node, schema);
        }
    }

    private void checkLinks(Value value) {
        value.forEach(v -> {
            if (v instanceof Value.Reference reference) {
                carried(reference);
            }
        });
    }

    private void checkValue(PortSchema port, Value value, TypeUnifier unifier) {
        if (value instanceof Value.Literal literal) {
            checkLiteral(port, literal.value(), literal.at(), unifier);
        } else if (value instanceof Value.Reference reference) {
            checkReference(port, reference, unifier);
        } else if (value instanceof Value.Several several) {
            if (port.list()) {
                several.values().forEach(v -> checkValue(port, v, unifier));
            } else {
                add(several.at(), "\"" + port.name() + "\" takes one " + port.typeName() + ", not an array.", "");
            }
        } else if (value instanceof Value.Named named) {
            add(
                    named.at(),
                    "This object is no link: it has no field \"from\".",
                    named.values().keySet().stream()
                            .filter(name -> !Nearest.to(name, List.of("from")).isEmpty())
                            .findFirst()
                            .map(name -> "Did you mean \"from\" by \"" + name + "\"?")
                            .orElse("Write {\"from\": \"node.port\"}."));
        }
    }

    private void checkLiteral(PortSchema port, Object value, Place at, TypeUnifier unifier) {
        if (!PortTypes.isScalar(port.type()) && !(port.type() instanceof TypeVariable)) {
            add(
                    at,
                    "\"" + port.name() + "\" takes a link of type " + PortTypes.name(port.type()) + ", not "
                            + WorkflowInputs.shown(value) + ".",
                    "Write {\"from\": \"node.port\"}.");
            return;
        }
        if (port.type() instanceof TypeVariable) {
            if (!unifier.accepts(port.type(), value.getClass())) {
                mismatch(port, at, PortTypes.name(value.getClass()), unifier);
            }
            return;
        }
        Optional<Object> converted = PortValues.convert(value, port.type());
        if (converted.isEmpty()) {
            List<String> choices = port.choices();
            if (value instanceof String text && !choices.isEmpty()) {
                add(
                        at,
                        "\"" + text + "\" is no choice of \"" + port.name() + "\".",
                        Nearest.remedy(text, choices, "choices"));
            } else {
                add(
                        at,
                        "\"" + port.name() + "\" takes " + article(PortTypes.name(port.type())) + ", and "
                                + WorkflowInputs.shown(value) + " is "
                                + (value instanceof Number && PortTypes.isInteger(port.type())
                                        ? "not a whole number in its bounds."
                                        : "none."),
                        "");
            }
            return;
        }
        PortValues.violation(port, converted.get()).ifPresent(v -> add(at, v.message(), v.remedy()));
    }

    private void checkReference(PortSchema port, Value.Reference reference, TypeUnifier unifier) {
        Optional<Carried> carried = carried(reference);
        if (carried.isEmpty()) {
            return;
        }
        Carried from = carried.get();
        if (from.list() && !port.list()) {
            add(
                    reference.at(),
                    "\"" + port.name() + "\" takes one " + port.typeName() + ", and \"" + reference.source() + "."
                            + reference.port() + "\" is a list of " + PortTypes.name(from.type()) + ".",
                    "");
        } else if (!unifier.accepts(port.type(), from.type())) {
            mismatch(
                    port,
                    reference.at(),
                    "\"" + reference.source() + "." + reference.port() + "\" is "
                            + article(PortTypes.name(from.type())),
                    unifier);
        } else if (reference.isInput()) {
            inputs.value(reference.port()).ifPresent(v -> {
                if (PortTypes.isScalar(port.type())) {
                    checkLiteral(port, v, reference.at(), unifier);
                }
            });
        }
    }

    private void mismatch(PortSchema port, Place at, String got, TypeUnifier unifier) {
        String wanted = unifier.resolve(port.type()).map(PortTypes::name).orElse(PortTypes.name(port.type()));
        add(at, "\"" + port.name() + "\" takes " + article(wanted) + ", and " + got + ".", "");
    }

    /** What a link carries, reporting if it leads nowhere; empty too if a mistake elsewhere leaves it open. */
    private Optional<Carried> carried(Value.Reference reference) {
        if (reference.isInput()) {
            return inputExists(reference) ? inputs.type(reference).map(t -> new Carried(t, false)) : Optional.empty();
        }
        return outputOf(reference);
    }

    /** Whether the workflow has the input, reporting if not. */
    boolean inputExists(Value.Reference reference) {
        if (file.inputs().containsKey(reference.port())) {
            return true;
        }
        add(
                reference.at(),
                "The workflow has no input \"" + reference.port() + "\".",
                Nearest.remedy(reference.port(), file.inputs().keySet(), "inputs"));
        return false;
    }

    /** What an output of a node carries, reporting if there is none. */
    Optional<Carried> outputOf(Value.Reference reference) {
        if (reference.isInput()) {
            return Optional.empty();
        }
        if (!file.nodes().containsKey(reference.source())) {
            add(
                    reference.at(),
                    "There is no node \"" + reference.source() + "\".",
                    Nearest.remedy(reference.source(), file.nodes().keySet(), "nodes"));
            return Optional.empty();
        }
        NodeSchema schema = schemas.get(reference.source());
        if (schema == null) {
            return Optional.empty();
        }
        Optional<PortSchema> port = schema.output(reference.port());
        if (port.isEmpty()) {
            add(
                    reference.at(),
                    "\"" + reference.source() + "\" (" + schema.id() + ") has no output \"" + reference.port() + "\".",
                    Nearest.remedy(reference.port(), schema.outputNames(), "outputs"));
            return Optional.empty();
        }
        TypeUnifier unifier = unifiers.getOrDefault(reference.source(), new TypeUnifier());
        return unifier.resolve(port.get().type())
                .map(t -> new Carried(t, port.get().list()));
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

    private static String article(String typeName) {
        return ("aeiou".indexOf(typeName.charAt(0)) >= 0 ? "an " : "a ") + typeName;
    }

    private void add(Place at, String message, String remedy) {
        problems.add(Problem.at(at, message, remedy));
    }
}
