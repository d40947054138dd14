package dev.zograf.runtime.graph;

import dev.zograf.api.Subworkflow;
import dev.zograf.runtime.json.Nearest;
import dev.zograf.runtime.json.Place;
import dev.zograf.runtime.json.Problem;
import dev.zograf.runtime.json.Value;
import dev.zograf.runtime.node.LiveChoices;
import dev.zograf.runtime.node.PortSchema;
import dev.zograf.runtime.node.PortTypes;
import dev.zograf.runtime.node.PortValues;
import java.lang.reflect.TypeVariable;
import java.util.List;
import java.util.Optional;

/** Checks whether what a workflow gives for an input fits it: literals, links, arrays, values by name, bodies. */
final class ValueChecker {

    private final Links links;
    private final WorkflowInputs inputs;
    private final LiveChoices live;
    private final List<Problem> problems;

    ValueChecker(Links links, WorkflowInputs inputs, LiveChoices live, List<Problem> problems) {
        this.links = links;
        this.inputs = inputs;
        this.live = live;
        this.problems = problems;
    }

    void check(PortSchema port, Value value, TypeUnifier unifier) {
        if (value instanceof Value.Named named) {
            if (port.named()) {
                named.values().values().forEach(v -> entry(port, v, unifier));
            } else {
                noLink(named);
            }
        } else if (port.named() && !(value instanceof Value.Unusable)) {
            add(value.at(), "\"" + port.name() + "\" takes values by name.", "Write {\"name\": …, \"other-name\": …}.");
            links.check(value);
        } else {
            several(port, value, unifier);
        }
    }

    /** A value by name may be an array if it may be anything. */
    private void entry(PortSchema port, Value value, TypeUnifier unifier) {
        if (value instanceof Value.Several && port.type() == Object.class) {
            links.check(value);
        } else {
            several(port, value, unifier);
        }
    }

    private void several(PortSchema port, Value value, TypeUnifier unifier) {
        if (value instanceof Value.Several several) {
            if (port.list()) {
                several.values().forEach(v -> element(port, v, unifier));
            } else {
                add(several.at(), "\"" + port.name() + "\" takes one " + port.typeName() + ", not an array.", "");
                links.check(value);
            }
        } else if (value instanceof Value.Literal literal) {
            literal(port, literal.value(), literal.at(), unifier);
        } else if (value instanceof Value.Reference reference) {
            links.carried(reference).ifPresent(from -> reference(port, reference, from, unifier));
        } else if (value instanceof Value.Named named) {
            noLink(named);
        }
    }

    /** An entry of an array, or one of the values that an input gets for {@code each} run. */
    void element(PortSchema port, Value value, TypeUnifier unifier) {
        if (value instanceof Value.Reference reference) {
            links.carried(reference).ifPresent(from -> {
                if (from.list()) {
                    add(
                            reference.at(),
                            "\"" + name(reference) + "\" is a " + from.typeName()
                                    + ", and an array holds single values.",
                            "Give \"" + port.name() + "\" the link alone.");
                } else {
                    reference(port, reference, from, unifier);
                }
            });
        } else {
            several(port, value, unifier);
        }
    }

    /** What an input gets of which each entry is for one run. */
    void each(PortSchema port, Value value, TypeUnifier unifier) {
        if (value instanceof Value.Several several) {
            several.values().forEach(v -> element(port, v, unifier));
        } else if (value instanceof Value.Literal literal && literal.value() instanceof List<?> list) {
            list.forEach(v -> literal(port, v, literal.at(), unifier));
        } else if (value instanceof Value.Reference reference) {
            links.carried(reference).ifPresent(from -> {
                if (!from.list() && !from.unknown()) {
                    add(
                            reference.at(),
                            "\"each\" needs a list for \"" + port.name() + "\", and \"" + name(reference) + "\" is one "
                                    + from.typeName() + ".",
                            "");
                } else {
                    reference(port, reference, new Carried(from.type(), false, from.optional()), unifier);
                }
            });
        } else if (!(value instanceof Value.Unusable)) {
            add(
                    value.at(),
                    "\"each\" needs a list for \"" + port.name() + "\".",
                    "Write an array or a link to a list.");
        }
    }

    private void noLink(Value.Named named) {
        add(
                named.at(),
                "This object is no link: it has no field \"from\".",
                named.values().keySet().stream()
                        .filter(name -> !Nearest.to(name, List.of("from")).isEmpty())
                        .findFirst()
                        .map(name -> "Did you mean \"from\" by \"" + name + "\"?")
                        .orElse("Write {\"from\": \"node.port\"}."));
        named.values().values().forEach(links::check);
    }

    private void literal(PortSchema port, Object value, Place at, TypeUnifier unifier) {
        literal(port, value, at, unifier, false);
    }

    /**
     * Checks a value that is known.
     *
     * @param fromHost whether the host gave it, who may name a model by its path
     */
    private void literal(PortSchema port, Object value, Place at, TypeUnifier unifier, boolean fromHost) {
        if (value instanceof List<?> list && port.list()) {
            list.forEach(v -> literal(port, v, at, unifier, fromHost));
            return;
        }
        boolean open = port.type() instanceof TypeVariable;
        if (value instanceof Subworkflow && PortTypes.raw(port.type()) != Subworkflow.class && !open) {
            if (port.type() != Object.class) {
                add(
                        at,
                        "\"" + port.name() + "\" takes " + article(PortTypes.name(port.type())) + ", not a " + value
                                + ".",
                        "");
            }
            return;
        }
        if (open) {
            if (!unifier.accepts(port.type(), value.getClass())) {
                mismatch(
                        port,
                        at,
                        WorkflowInputs.shown(value) + " is " + article(PortTypes.name(value.getClass())),
                        unifier);
            }
            return;
        }
        Optional<Object> converted = PortValues.convert(value, port.type());
        if (converted.isEmpty()) {
            wrongLiteral(port, value, at);
            return;
        }
        PortValues.violation(port, converted.get())
                .or(() -> fromHost ? Optional.empty() : live.violation(port, converted.get()))
                .ifPresent(v -> add(at, v.message(), v.remedy()));
    }

    private void wrongLiteral(PortSchema port, Object value, Place at) {
        if (!PortTypes.isScalar(port.type())) {
            String remedy = PortTypes.raw(port.type()) == Subworkflow.class
                    ? "Write {\"workflow\": \"name\"}."
                    : "Write {\"from\": \"node.port\"}.";
            add(
                    at,
                    "\"" + port.name() + "\" takes a link of type " + PortTypes.name(port.type()) + ", not "
                            + WorkflowInputs.shown(value) + ".",
                    remedy);
        } else if (value instanceof String text && !port.choices().isEmpty()) {
            add(
                    at,
                    "\"" + text + "\" is no choice of \"" + port.name() + "\".",
                    Nearest.remedy(text, port.choices(), "choices"));
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
    }

    private void reference(PortSchema port, Value.Reference reference, Carried from, TypeUnifier unifier) {
        if (from.list() && !port.list() && !(port.named() && port.type() == Object.class)) {
            add(
                    reference.at(),
                    "\"" + port.name() + "\" takes one " + port.typeName() + ", and \"" + name(reference)
                            + "\" is a list of " + PortTypes.name(from.type()) + ".",
                    "Name \"" + port.name() + "\" in \"each\" to run the node once for each of them.");
        } else if (!from.unknown() && !unifier.accepts(port.type(), from.type())) {
            mismatch(
                    port,
                    reference.at(),
                    "\"" + name(reference) + "\" is " + article(PortTypes.name(from.type())),
                    unifier);
        } else if (reference.isInput()) {
            inputs.value(reference.port()).ifPresent(v -> {
                for (Object one : v instanceof List<?> list ? list : List.of(v)) {
                    if (PortTypes.isScalar(port.type())) {
                        boolean fromHost = !port.models().isEmpty() && inputs.fromHost(reference.port());
                        literal(port, one, reference.at(), unifier, fromHost);
                    }
                }
            });
        }
    }

    private void mismatch(PortSchema port, Place at, String got, TypeUnifier unifier) {
        String wanted = unifier.resolve(port.type()).map(PortTypes::name).orElse(PortTypes.name(port.type()));
        add(at, "\"" + port.name() + "\" takes " + article(wanted) + ", and " + got + ".", "");
    }

    private static String name(Value.Reference reference) {
        return reference.source() + "." + reference.port();
    }

    static String article(String typeName) {
        return ("aeiou".indexOf(typeName.charAt(0)) >= 0 ? "an " : "a ") + typeName;
    }

    private void add(Place at, String message, String remedy) {
        problems.add(Problem.at(at, message, remedy));
    }
}
