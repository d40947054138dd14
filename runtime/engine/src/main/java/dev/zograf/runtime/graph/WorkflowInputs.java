package dev.zograf.runtime.graph;

import dev.zograf.runtime.json.Nearest;
import dev.zograf.runtime.json.Place;
import dev.zograf.runtime.json.Problem;
import dev.zograf.runtime.json.WorkflowFile;
import dev.zograf.runtime.json.WorkflowFile.InputEntry;
import dev.zograf.runtime.node.NodeRegistry;
import dev.zograf.runtime.node.PortTypes;
import dev.zograf.runtime.node.PortValues;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The inputs that a workflow declares: their classes and, as far as known, their values. */
public final class WorkflowInputs {

    private static final String LIST = "list of ";
    private static final String ANY = "any";

    private final Set<String> unknown = new HashSet<>();
    private final Map<String, Class<?>> classes = new HashMap<>();
    private final Set<String> given = new HashSet<>();
    private final Set<String> lists = new HashSet<>();
    private final Map<String, Object> values = new HashMap<>();

    private WorkflowInputs() {}

    /**
     * The inputs of a workflow.
     *
     * @param given values over the defaults
     * @param complete whether an input without a value is a problem
     * @param problems where what is wrong is added
     */
    public static WorkflowInputs of(
            WorkflowFile file,
            NodeRegistry registry,
            Map<String, Object> given,
            boolean complete,
            List<Problem> problems) {
        WorkflowInputs inputs = new WorkflowInputs();
        file.inputs().forEach((name, input) -> {
            Optional<Class<?>> type = typeOf(input, registry);
            if (type.isEmpty()) {
                if (input.type().isEmpty() && given.containsKey(name)) {
                    // An input without a type is of the type of its value: so are those of a graph that a node built.
                    inputs.classes.put(name, given.get(name).getClass());
                    inputs.values.put(name, given.get(name));
                    return;
                }
                inputs.unknown.add(name);
                if (!input.type().isEmpty()) {
                    List<String> known = new ArrayList<>(PortTypes.SCALARS.keySet());
                    known.addAll(registry.portTypeNames());
                    known.add(ANY);
                    problems.add(Problem.at(
                            input.at(),
                            "The input \"" + name + "\" has the unknown type \"" + input.type() + "\".",
                            Nearest.remedy(input.type(), known, "types")));
                }
                return;
            }
            inputs.classes.put(name, type.get());
            if (isList(input)) {
                inputs.lists.add(name);
            }
            input.initial().ifPresent(literal -> inputs.set(name, input, literal.value(), literal.at(), problems));
            if (given.containsKey(name)) {
                inputs.given.add(name);
                inputs.set(name, input, given.get(name), input.at(), problems);
            } else if (complete && input.initial().isEmpty()) {
                problems.add(
                        Problem.at(input.at(), "The input \"" + name + "\" has no value.", "Set it before the run."));
            }
        });
        return inputs;
    }

    /** The class that the values of an input have, or those in its list; empty if no node knows the type. */
    public static Optional<Class<?>> typeOf(InputEntry input, NodeRegistry registry) {
        String name = isList(input) ? input.type().substring(LIST.length()) : input.type();
        Class<?> scalar = name.equals(ANY) ? Object.class : PortTypes.SCALARS.get(name);
        return scalar != null ? Optional.of(scalar) : registry.portType(name);
    }

    /** Whether the input takes a list. */
    public static boolean isList(InputEntry input) {
        return input.type().startsWith(LIST);
    }

    /** The value as the input wants it; empty if it is of another type. */
    public static Optional<Object> convert(InputEntry input, Class<?> type, Object value) {
        if (!isList(input)) {
            return PortValues.convert(value, type);
        }
        List<Object> converted = new ArrayList<>();
        for (Object entry : value instanceof List<?> list ? list : List.of(value)) {
            Optional<Object> one = PortValues.convert(entry, type);
            if (one.isEmpty()) {
                return Optional.empty();
            }
            converted.add(one.get());
        }
        return Optional.of(List.copyOf(converted));
    }

    /** The rule of the input that a converted value breaks, if any. */
    public static Optional<PortValues.Violation> violation(String name, InputEntry input, Object value) {
        if (value instanceof List<?> list) {
            return list.stream()
                    .flatMap(entry -> violation(name, input, entry).stream())
                    .findFirst();
        }
        if (value instanceof Number n && !(n.doubleValue() >= input.min() && n.doubleValue() <= input.max())) {
            return Optional.of(new PortValues.Violation(
                    "The input \"" + name + "\" is " + value + ", out of the range "
                            + PortValues.range(input.min(), input.max()) + ".",
                    ""));
        }
        if (value instanceof String text
                && !input.choices().isEmpty()
                && !input.choices().contains(text)) {
            return Optional.of(new PortValues.Violation(
                    "\"" + text + "\" is no choice of the input \"" + name + "\".",
                    Nearest.remedy(text, input.choices(), "choices")));
        }
        return Optional.empty();
    }

    private void set(String name, InputEntry input, Object value, Place at, List<Problem> problems) {
        Class<?> type = classes.get(name);
        if (type == null) {
            return;
        }
        Optional<Object> converted = convert(input, type, value);
        if (converted.isEmpty()) {
            problems.add(Problem.at(
                    at,
                    "The input \"" + name + "\" is of type " + input.type() + ", and " + shown(value) + " is not.",
                    ""));
            return;
        }
        violation(name, input, converted.get()).ifPresent(v -> problems.add(Problem.at(at, v.message(), v.remedy())));
        values.put(name, converted.get());
    }

    static String shown(Object value) {
        return value instanceof String text ? '"' + text + '"' : String.valueOf(value);
    }

    /** Whether there is such an input. */
    boolean exists(String name) {
        return classes.containsKey(name) || unknown.contains(name);
    }

    /** What a link to an input carries; empty if there is no such input, or its type is unknown and was reported. */
    Optional<Carried> carried(String name) {
        Class<?> type = classes.get(name);
        if (type == null) {
            return Optional.empty();
        }
        Object value = values.get(name);
        if (type != Object.class || value == null) {
            return Optional.of(new Carried(type, lists.contains(name), false));
        }
        return Optional.of(
                value instanceof List<?>
                        ? new Carried(type, true, false)
                        : new Carried(value.getClass(), lists.contains(name), false));
    }

    /** Whether some input takes values of any type, so that its value decides what links to it carry. */
    boolean open() {
        return !unknown.isEmpty() || classes.containsValue(Object.class);
    }

    /** Whether the value comes from the host, who may name any file. */
    boolean fromHost(String name) {
        return given.contains(name);
    }

    /** The value of an input as far as known. */
    public Optional<Object> value(String name) {
        return Optional.ofNullable(values.get(name));
    }
}
