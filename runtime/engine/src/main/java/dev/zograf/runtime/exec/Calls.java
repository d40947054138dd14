package dev.zograf.runtime.exec;

import dev.zograf.api.BuiltGraph;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Subworkflow;
import dev.zograf.runtime.graph.BuiltBody;
import dev.zograf.runtime.graph.DefinedWorkflow;
import dev.zograf.runtime.graph.WorkflowGraph;
import dev.zograf.runtime.graph.WorkflowInputs;
import dev.zograf.runtime.json.Nearest;
import dev.zograf.runtime.json.Problem;
import dev.zograf.runtime.node.Absent;
import dev.zograf.runtime.node.NodeSchema;
import dev.zograf.runtime.plan.Argument;
import dev.zograf.runtime.plan.Origin;
import dev.zograf.runtime.plan.Plan;
import dev.zograf.runtime.plan.PlannedNode;
import dev.zograf.runtime.plan.Planner;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The calls that a node makes while it runs: each is checked, planned and executed as a part of the same run. */
final class Calls {

    /** How deep calls nest at most: a node that builds graphs with itself in them need not end otherwise. */
    static final int DEEPEST = 64;

    private final Execution execution;
    private final int index;
    private final Frame frame;
    private final KnownValues known;
    private final AtomicInteger count = new AtomicInteger();

    Calls(Execution execution, int index, Frame frame) {
        this.execution = execution;
        this.index = index;
        this.frame = frame;
        known = KnownInputs.of(execution, index);
    }

    /** See {@link dev.zograf.api.RunContext#callAll}. */
    List<Map<String, Object>> callAll(Subworkflow body, List<? extends Map<String, ?>> inputs) throws Exception {
        String port = port(body);
        if (execution.depth >= DEEPEST) {
            throw new InvalidInputException(
                    port,
                    "Calls nest too deep: more than " + DEEPEST + " nodes call one another, the last being \""
                            + execution.id(index) + "\". A node that calls itself must come to an end.");
        }
        List<Plan> plans = body instanceof BuiltGraph graph ? List.of(plan(graph, port, inputs)) : List.of();
        int first = count.getAndAdd(inputs.size());
        KnownInputs.addLazy(known, execution, index);
        return new CallLoop(execution.run)
                .run(
                        inputs.size(),
                        (n, signal) -> Execution.call(
                                plans.isEmpty() ? plan(body, port, inputs.get(n)) : plans.get(0),
                                execution,
                                execution.id(index) + "/" + (first + n) + "/",
                                frame,
                                signal),
                        this::outputs,
                        done -> {});
    }

    Map<String, Object> outputs(Execution call) {
        Map<String, Object> outputs = new LinkedHashMap<>();
        call.plan.outputs().forEach((name, argument) -> {
            Object value = call.output(argument);
            if (!(value instanceof Absent)) {
                outputs.put(name, value);
                if (argument instanceof Argument.Link link) {
                    call.cells[link.node()].key.ifPresent(
                            key -> KnownInputs.add(known, value, new Origin(key, link.output())));
                }
            }
        });
        return Collections.unmodifiableMap(outputs);
    }

    /** An output of the node, with what is known of the entries if it is a list. */
    Object traced(Object output) {
        return output instanceof List<?> list ? OriginList.of(list, known) : output;
    }

    /** The input that was given the body, for messages. */
    private String port(Subworkflow body) {
        for (Map.Entry<String, Argument> entry : node().arguments().entrySet()) {
            if (entry.getValue() instanceof Argument.Constant constant && constant.value() == body) {
                return entry.getKey();
            }
        }
        return "";
    }

    private PlannedNode node() {
        return execution.plan.nodes().get(index);
    }

    Plan plan(Subworkflow body, String port, Map<String, ?> inputs) {
        if (!(body instanceof DefinedWorkflow defined)) {
            throw new InvalidInputException(
                    port, "A " + body.getClass().getName() + " is no workflow; use an input or Subworkflow.builder().");
        }
        for (String name : inputs.keySet()) {
            if (!defined.inputs().contains(name)) {
                throw new InvalidInputException(
                        port,
                        "The " + defined + " has no input \"" + name + "\". "
                                + Nearest.remedy(name, defined.inputs(), "inputs"));
            }
        }
        List<Problem> problems = new ArrayList<>();
        Map<String, Object> given = Collections.unmodifiableMap(new LinkedHashMap<String, Object>(inputs));
        WorkflowInputs values =
                WorkflowInputs.of(defined.graph().file(), execution.run.registry, given, true, problems);
        if (!problems.isEmpty()) {
            throw new InvalidInputException(port, "The " + defined + " cannot be called: " + BuiltBody.text(problems));
        }
        return plan(
                defined.graph(),
                name -> values.value(name)
                        .orElseThrow(() -> new IllegalStateException("The inputs were not checked.")));
    }

    private Plan plan(BuiltGraph graph, String port, List<? extends Map<String, ?>> inputs) {
        if (inputs.stream().anyMatch(given -> !given.isEmpty())) {
            throw new InvalidInputException(
                    port, "A graph that a node built has no inputs; put the values into its nodes.");
        }
        BuiltBody.Checked built = BuiltBody.check(graph, execution.run.registry);
        WorkflowGraph checked = built.checked()
                .graph()
                .orElseThrow(() -> new InvalidInputException(
                        port,
                        "The graph that the node built cannot be run:\n"
                                + BuiltBody.text(built.checked().problems())));
        if (node().schema().pure()) {
            checked.order().stream()
                    .filter(id -> !checked.pure(id))
                    .findFirst()
                    .ifPresent(id -> refuse(port, id, checked.schema(id)));
        }
        return plan(checked, built.values()::get);
    }

    private Plan plan(WorkflowGraph graph, Function<String, @Nullable Object> values) {
        return Planner.plan(
                graph,
                name -> known.argument(Objects.requireNonNull(values.apply(name), name)),
                execution.run.shared.factory(),
                execution.run.files);
    }

    private void refuse(String port, String id, NodeSchema schema) {
        throw new InvalidInputException(
                port,
                "The graph that the node built has the node \"" + id + "\" of type " + schema.type() + ", which "
                        + (schema.effect() ? "acts on the outside world" : "may give another result each time")
                        + ", while " + node().schema().type()
                        + " counts as pure. Mark its class with @Impure or as an effect, or leave that node out.");
    }
}
