package dev.zograf.runtime.json;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what a workflow file gives for inputs: literals, links, bodies, arrays and objects of these. */
final class ValueReader {

    private final List<Problem> problems;

    ValueReader(List<Problem> problems) {
        this.problems = problems;
    }

    /** A link with what the engine carries along beside it. */
    record Linked(Value.Reference reference, Map<String, Object> extras) {}

    /** The value of an input of a node. */
    Value value(JsonTree tree) {
        if (tree instanceof JsonTree.Obj object
                && !object.members().containsKey("from")
                && !object.members().containsKey("workflow")) {
            return named(object);
        }
        return tree instanceof JsonTree.Arr array ? several(array) : single(tree);
    }

    private Value single(JsonTree tree) {
        if (tree instanceof JsonTree.Obj object) {
            return object.members().containsKey("workflow")
                    ? body(object)
                    : reference(object).<Value>map(Linked::reference).orElseGet(() -> new Value.Unusable(tree.at()));
        }
        return literal(tree).<Value>map(l -> l).orElseGet(() -> new Value.Unusable(tree.at()));
    }

    private Value several(JsonTree.Arr array) {
        List<Value> values = new ArrayList<>();
        for (JsonTree entry : array.entries()) {
            if (entry instanceof JsonTree.Arr) {
                add(entry.at(), "An array inside of an array is no input.", "Write one array.");
                values.add(new Value.Unusable(entry.at()));
            } else {
                values.add(single(entry));
            }
        }
        return new Value.Several(List.copyOf(values), array.at());
    }

    private Value named(JsonTree.Obj object) {
        Map<String, Value> values = new LinkedHashMap<>();
        object.members().forEach((name, member) -> {
            if (!WorkflowReader.NAME.matcher(name).matches()) {
                add(
                        member.nameAt(),
                        "\"" + name + "\" cannot name a value.",
                        "Use letters, digits, hyphens and underscores.");
            }
            JsonTree entry = member.value();
            values.put(name, entry instanceof JsonTree.Arr array ? several(array) : single(entry));
        });
        return new Value.Named(values, object.at());
    }

    private Value body(JsonTree.Obj object) {
        Fields fields = new Fields(object, problems);
        Optional<String> name = fields.take("workflow").flatMap(n -> fields.scalar(n, String.class, "a text"));
        fields.finish();
        return name.<Value>map(n -> new Value.Body(n, object.at())).orElseGet(() -> new Value.Unusable(object.at()));
    }

    /** The default of an input: a literal, or a list of literals. */
    Optional<Value.Literal> initial(JsonTree tree) {
        if (!(tree instanceof JsonTree.Arr array)) {
            return literal(tree);
        }
        List<Object> values = new ArrayList<>();
        array.entries().forEach(entry -> literal(entry).ifPresent(l -> values.add(l.value())));
        return Optional.of(new Value.Literal(List.copyOf(values), array.at()));
    }

    private Optional<Value.Literal> literal(JsonTree tree) {
        if (tree instanceof JsonTree.Scalar scalar && scalar.value() != null) {
            if (scalar.value() instanceof Double d && d.isInfinite()) {
                add(tree.at(), "The number is too large.", "");
                return Optional.empty();
            }
            if (scalar.value() instanceof BigInteger) {
                add(tree.at(), "The number " + scalar.value() + " has more than 64 bits.", "");
                return Optional.empty();
            }
            return Optional.of(new Value.Literal(scalar.value(), tree.at()));
        }
        add(tree.at(), "Here is " + tree.what() + " where a value is needed.", "Leave the field out for its default.");
        return Optional.empty();
    }

    /** A link. */
    Optional<Linked> reference(JsonTree.Obj object) {
        Fields fields = new Fields(object, problems);
        Optional<JsonTree> from = fields.take("from");
        if (from.isEmpty()) {
            add(object.at(), "This object is no link: it has no field \"from\".", "Write {\"from\": \"node.port\"}.");
        }
        Map<String, Object> extras = fields.finish();
        Optional<String> text = from.flatMap(f -> fields.scalar(f, String.class, "a text"));
        if (text.isEmpty()) {
            return Optional.empty();
        }
        int dot = text.get().lastIndexOf('.');
        if (dot < 1 || dot == text.get().length() - 1) {
            add(from.get().at(), "\"" + text.get() + "\" is no link.", "Write \"node.port\" or \"inputs.name\".");
            return Optional.empty();
        }
        return Optional.of(new Linked(
                new Value.Reference(
                        text.get().substring(0, dot),
                        text.get().substring(dot + 1),
                        from.get().at()),
                extras));
    }

    private void add(Place at, String message, String remedy) {
        problems.add(Problem.at(at, message, remedy));
    }
}
