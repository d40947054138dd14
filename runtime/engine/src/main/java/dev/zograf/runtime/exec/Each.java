package dev.zograf.runtime.exec;

import dev.zograf.api.InvalidInputException;
import dev.zograf.runtime.node.Absent;
import dev.zograf.runtime.node.Elements;
import dev.zograf.runtime.node.PortSchema;
import dev.zograf.runtime.plan.Argument;
import dev.zograf.runtime.plan.Origin;
import dev.zograf.runtime.plan.Plan;
import dev.zograf.runtime.plan.PlannedNode;
import dev.zograf.runtime.plan.Planner;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs a node once for each entry of a list, or of several lists in step. Each of these runs is a call of a plan of one node, or of
 * the workflow that the node stands for: kept, shared and done at the same time as others like any.
 */
final class Each {

    private final Execution execution;
    private final int index;
    private final Frame frame;
    private final NodeInputs inputs;
    private final PlannedNode node;
    private final KnownValues known;

    Each(Execution execution, int index, Frame frame, NodeInputs inputs) {
        this.execution = execution;
        this.index = index;
        this.frame = frame;
        this.inputs = inputs;
        node = execution.plan.nodes().get(index);
        known = KnownInputs.of(execution, index);
    }

    /** The outputs: lists of what came out for each entry, save where nothing did. */
    List<Object> run() throws Exception {
        List<Map<String, Argument>> rows = rows();
        Calls calls = new Calls(execution, index, frame);
        String id = execution.id(index) + "/";
        List<Map<String, Object>> results = new CallLoop(execution.run)
                .run(
                        rows.size(),
                        (n, signal) -> node.body().isPresent()
                                ? Execution.call(body(calls, rows.get(n)), execution, id + n + "/", frame, signal)
                                : Execution.call(element(n, rows.get(n)), execution, id, frame, signal),
                        calls::outputs,
                        done -> execution.run.observer.progress(execution.id(index), done, rows.size(), null));
        List<Object> outputs = new ArrayList<>();
        for (PortSchema port : node.schema().outputs()) {
            outputs.add(calls.traced(results.stream()
                    .filter(result -> result.containsKey(port.name()))
                    .map(result -> result.get(port.name()))
                    .toList()));
        }
        return outputs;
    }

    private Plan element(int number, Map<String, Argument> row) {
        return Planner.element(node, String.valueOf(number), row, execution.run.shared.factory(), execution.run.files);
    }

    private Plan body(Calls calls, Map<String, Argument> row) {
        Map<String, Object> values = new LinkedHashMap<>();
        row.forEach((name, argument) -> values.put(name, value(argument)));
        return calls.plan(node.body().orElseThrow(), "", values);
    }

    private static Object value(Argument argument) {
        if (argument instanceof Argument.Given given) {
            return given.value();
        }
        if (argument instanceof Argument.Several several) {
            return several.arguments().stream().map(Each::value).toList();
        }
        return ((Argument.Constant) argument).value();
    }

    /** What flows into each of the runs. An entry that came to nothing is left out if the node needs it. */
    private List<Map<String, Argument>> rows() {
        Map<String, Argument> same = new LinkedHashMap<>();
        Map<String, List<Argument>> columns = new LinkedHashMap<>();
        node.arguments().forEach((name, argument) -> {
            PortSchema port = node.schema().input(name).orElseThrow();
            if (node.each().contains(name)) {
                columns.put(name, column(port, argument));
            } else {
                resolved(port, argument).ifPresent(a -> same.put(name, a));
            }
        });
        String first = node.each().get(0);
        int count = columns.getOrDefault(first, List.of()).size();
        columns.forEach((name, column) -> {
            if (column.size() != count) {
                throw new InvalidInputException(name, Elements.unequal(first, count, name, column.size()));
            }
        });
        List<Map<String, Argument>> rows = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Map<String, Argument> row = new LinkedHashMap<>(same);
            if (fill(row, columns, i)) {
                rows.add(row);
            }
        }
        return rows;
    }

    private boolean fill(Map<String, Argument> row, Map<String, List<Argument>> columns, int i) {
        for (Map.Entry<String, List<Argument>> column : columns.entrySet()) {
            Argument entry = column.getValue().get(i);
            if (!isNothing(entry)) {
                row.put(column.getKey(), entry);
            } else if (node.schema().input(column.getKey()).orElseThrow().required()) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNothing(Argument argument) {
        return argument instanceof Argument.Constant constant && constant.value() instanceof Absent;
    }

    private List<Argument> column(PortSchema port, Argument argument) {
        if (argument instanceof Argument.Several several) {
            return several.arguments().stream().map(this::entry).toList();
        }
        Argument whole = entry(argument);
        if (isNothing(whole)) {
            return List.of();
        }
        if (value(whole) instanceof List<?> list) {
            return list.stream().map(known::argument).toList();
        }
        throw new InvalidInputException(port.name(), "\"each\" names \"" + port.name() + "\", which is no list.");
    }

    /** An entry of a list, which is computed before the node starts. */
    private Argument entry(Argument argument) {
        if (argument instanceof Argument.Link link) {
            Object value = inputs.value(link);
            return value instanceof Absent ? new Argument.Constant(value) : known.argument(value);
        }
        return argument;
    }

    /** An input that is the same for all; empty if it came to nothing. */
    private Optional<Argument> resolved(PortSchema port, Argument argument) {
        if (argument instanceof Argument.Several several) {
            return Optional.of(new Argument.Several(several.arguments().stream()
                    .flatMap(a -> resolved(port, a).stream())
                    .toList()));
        }
        if (argument instanceof Argument.Named named) {
            Map<String, Argument> entries = new LinkedHashMap<>();
            named.arguments().forEach((name, a) -> resolved(port, a).ifPresent(e -> entries.put(name, e)));
            return Optional.of(new Argument.Named(entries));
        }
        if (!(argument instanceof Argument.Link link)) {
            return Optional.of(argument);
        }
        if (port.lazy()) {
            Optional<Origin> origin = execution.cells[link.node()].key.map(key -> new Origin(key, link.output()));
            return Optional.of(new Argument.Outer(inputs.source(port, link, frame), origin));
        }
        return inputs.absent(link) ? Optional.empty() : Optional.of(known.argument(inputs.value(link)));
    }
}
