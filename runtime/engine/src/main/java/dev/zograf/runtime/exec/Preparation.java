package dev.zograf.runtime.exec;

import dev.zograf.api.Node;
import dev.zograf.runtime.node.Absent;
import dev.zograf.runtime.node.NodeSchema;
import dev.zograf.runtime.plan.Argument;
import dev.zograf.runtime.plan.PlannedNode;
import dev.zograf.runtime.plugin.ContextLoader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the nodes of a run that wait for several results which of them are there, if they want to know: {@link Node#prepare}. */
final class Preparation {

    private static final Logger LOG = LoggerFactory.getLogger(Preparation.class);

    private final Execution execution;
    private final Set<Integer> told = new HashSet<>();

    /** @param tells whether anybody is told anything: nodes of a call are not */
    Preparation(Execution execution, boolean tells) {
        this.execution = execution;
        List<PlannedNode> nodes = execution.plan.nodes();
        for (int i = 0; tells && i < nodes.size(); i++) {
            if (nodes.get(i).schema().prepared() && nodes.get(i).each().isEmpty()) {
                told.add(i);
            }
        }
    }

    /** Tells of what a node has made those that still wait for more. */
    void tell(int made) {
        if (!told.isEmpty()) {
            execution.cells[made].dependents.stream().filter(told::contains).forEach(waiting -> tell(made, waiting));
        }
    }

    /** Tells of what was kept those that are to run. */
    void tellKept(List<Integer> toRun) {
        for (int waiting : toRun) {
            if (told.contains(waiting)) {
                execution.plan.nodes().get(waiting).upstream().stream()
                        .filter(made -> execution.cells[made].isKept())
                        .forEach(made -> tell(made, waiting));
            }
        }
    }

    private void tell(int made, int waiting) {
        if (execution.cells[waiting].pending.get() == 0) {
            return;
        }
        PlannedNode node = execution.plan.nodes().get(waiting);
        node.arguments().forEach((input, argument) -> {
            if (argument instanceof Argument.Link link && link.node() == made) {
                // It may have been freed since, if all is there now.
                execution
                        .cells[made]
                        .peek(link.output())
                        .filter(value -> !(value instanceof Absent))
                        .ifPresent(value -> {
                            Set<String> pending = pending(node);
                            execute(() -> prepare(waiting, input, value, pending));
                        });
            }
        });
    }

    /** Does not keep the run from ending. */
    private void execute(Runnable task) {
        try {
            execution.run.shared.pool().execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("The engine is closed.", e);
        }
    }

    /** The types of the nodes before it that have not ended. */
    private Set<String> pending(PlannedNode node) {
        Set<String> types = new HashSet<>();
        Set<Integer> seen = new HashSet<>();
        Deque<Integer> open = new ArrayDeque<>(node.upstream());
        open.addAll(node.lazyUpstream());
        while (!open.isEmpty()) {
            int i = open.remove();
            if (seen.add(i) && !execution.cells[i].isDone()) {
                PlannedNode before = execution.plan.nodes().get(i);
                types.add(before.schema().id());
                open.addAll(before.upstream());
                open.addAll(before.lazyUpstream());
            }
        }
        return Set.copyOf(types);
    }

    private void prepare(int waiting, String input, Object value, Set<String> pending) {
        // It may have waited for a thread for so long that it is told of too late.
        if (execution.cells[waiting].pending.get() == 0 || execution.run.cancellation.requested()) {
            return;
        }
        NodeSchema schema = execution.plan.nodes().get(waiting).schema();
        try (ContextLoader inside = ContextLoader.of(schema.nodeClass())) {
            execution.run.shared.factory().node(schema).prepare(input, value, pending);
        } catch (Throwable e) {
            // What is wrong shows when the node runs.
            LOG.debug("{} could not prepare for its input {}.", execution.id(waiting), input, e);
        }
    }
}
