package dev.zograf.runtime.exec;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;

/** Tells what the nodes of an execution warn of, and again what they warned of when results were made that are now only taken. */
final class NodeWarnings {

    private final Execution execution;

    NodeWarnings(Execution execution) {
        this.execution = execution;
    }

    /** A node warns; whoever keeps what it is made for keeps the warning, too. */
    void warn(String node, String text, Frame frame) {
        execution.run.observer.warned(node, text);
        frame.warned(node, text);
    }

    /** The node has its result: what was odd about it is remembered under its key. */
    void keep(int i, Frame frame) {
        execution.cells[i].key.ifPresent(key -> execution.run.shared.warnings().put(key, frame.warnings()));
    }

    /** The node gets a result that was there: what was odd about it, or about what it was made from, is said again. */
    void repeat(int node, Frame frame) {
        BitSet seen = new BitSet();
        Deque<Integer> open = new ArrayDeque<>();
        open.add(node);
        while (!open.isEmpty()) {
            int i = open.remove();
            execution
                    .cells[i]
                    .key
                    .map(execution.run.shared.warnings()::get)
                    .ifPresent(all ->
                            all.forEach(warning -> warn(execution.id(i) + warning.path(), warning.text(), frame)));
            for (int u : execution.plan.nodes().get(i).upstream()) {
                // What is done has said so itself.
                if (!execution.cells[u].isDone() && !seen.get(u)) {
                    seen.set(u);
                    open.add(u);
                }
            }
        }
    }
}
