package dev.zograf.runtime.exec;

import dev.zograf.runtime.plan.Argument;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Tells of the outputs of a run as they come: each once, when the last of the nodes that it is taken from has its result. Thread-safe. */
final class OutputWatch {

    private final Execution execution;
    private final Map<String, Argument> outputs;
    private final Map<String, AtomicInteger> missing = new LinkedHashMap<>();
    private final Map<Integer, List<String>> takenFrom = new LinkedHashMap<>();

    /**
     * Watches nothing yet.
     *
     * @param outputs what to tell of
     */
    OutputWatch(Execution execution, Map<String, Argument> outputs) {
        this.execution = execution;
        this.outputs = outputs;
        outputs.forEach((name, argument) -> {
            Set<Integer> nodes = new HashSet<>();
            nodes(argument, nodes);
            missing.put(name, new AtomicInteger(nodes.size()));
            nodes.forEach(node ->
                    takenFrom.computeIfAbsent(node, key -> new ArrayList<>()).add(name));
        });
    }

    private static void nodes(Argument argument, Set<Integer> nodes) {
        if (argument instanceof Argument.Link link) {
            nodes.add(link.node());
        } else if (argument instanceof Argument.Several several) {
            several.arguments().forEach(each -> nodes(each, nodes));
        }
    }

    /** Tells of those that no node is needed for. */
    void begin() {
        missing.forEach((name, count) -> {
            if (count.get() == 0) {
                tell(name);
            }
        });
    }

    /** A node has its result. Called once for each. */
    void done(int node) {
        for (String name : takenFrom.getOrDefault(node, List.of())) {
            AtomicInteger count = missing.get(name);
            if (count != null && count.decrementAndGet() == 0) {
                tell(name);
            }
        }
    }

    private void tell(String name) {
        Argument argument = outputs.get(name);
        if (argument != null) {
            execution.run.observer.output(name, execution.output(argument));
        }
    }
}
