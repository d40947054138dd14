package dev.zograf.runtime.graph;

import dev.zograf.runtime.json.Nearest;
import dev.zograf.runtime.json.Place;
import dev.zograf.runtime.json.Problem;
import dev.zograf.runtime.json.Value;
import dev.zograf.runtime.json.WorkflowFile.NodeEntry;
import dev.zograf.runtime.node.NodeSchema;
import dev.zograf.runtime.node.PortSchema;
import dev.zograf.runtime.node.PortSchema.BodyRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Checks whether the workflow that a node is given as a body has the inputs and outputs with which the node calls it. */
final class BodyChecker {

    private final ValueChecker values;
    private final List<Problem> problems;

    BodyChecker(ValueChecker values, List<Problem> problems) {
        this.values = values;
        this.problems = problems;
    }

    void check(NodeEntry node, NodeSchema schema) {
        for (PortSchema port : schema.inputs()) {
            Value given = node.in().get(port.name());
            if (port.body().isPresent()
                    && given instanceof Value.Literal literal
                    && literal.value() instanceof DefinedWorkflow body) {
                check(node, port.body().get(), body, given.at());
            }
        }
    }

    private void check(NodeEntry node, BodyRule rule, DefinedWorkflow body, Place at) {
        for (String output : rule.needs()) {
            if (!body.outputs().contains(output)) {
                add(
                        at,
                        "\"" + node.type() + "\" takes the output \"" + output + "\" of its body, and the " + body
                                + " has none of that name.",
                        Nearest.remedy(output, body.outputs(), "outputs"));
            }
        }
        if (!rule.sets().isEmpty() && !body.inputs().contains(rule.sets().get(0))) {
            String first = rule.sets().get(0);
            add(
                    at,
                    "\"" + node.type() + "\" sets the input \"" + first + "\" of its body, and the " + body
                            + " has none of that name.",
                    Nearest.remedy(first, body.inputs(), "inputs"));
        }
        List<String> others = new ArrayList<>(body.inputs());
        others.removeAll(rule.sets());
        Value with = node.in().get(rule.with());
        if (with == null || with instanceof Value.Named) {
            Map<String, Value> given = with instanceof Value.Named named ? named.values() : Map.of();
            given.forEach((name, value) -> given(rule, body, others, name, value));
            for (String name : others) {
                if (!given.containsKey(name) && body.input(name).initial().isEmpty()) {
                    add(
                            with == null ? at : with.at(),
                            "The " + body + " needs its input \"" + name + "\".",
                            rule.with().isEmpty()
                                    ? "Give it a default: nothing else sets it."
                                    : "Give it under \"" + rule.with() + "\".");
                }
            }
        }
    }

    private void given(BodyRule rule, DefinedWorkflow body, List<String> others, String name, Value value) {
        if (rule.sets().contains(name)) {
            add(value.at(), "\"" + name + "\" is set by the node itself.", "Remove it.");
        } else if (!others.contains(name)) {
            add(value.at(), "The " + body + " has no input \"" + name + "\".", Nearest.remedy(name, others, "inputs"));
        } else {
            body.signature().input(name).ifPresent(port -> values.check(port, value, new TypeUnifier()));
        }
    }

    private void add(Place at, String message, String remedy) {
        problems.add(Problem.at(at, message, remedy));
    }
}
