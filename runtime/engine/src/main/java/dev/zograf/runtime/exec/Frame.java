package dev.zograf.runtime.exec;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A node in the making, within the one for whose sake it is made: because that one asked for a lazy input, or calls a workflow in
 * which it is. The one without cannot end before the one within.
 */
final class Frame {

    private final @Nullable Frame within;
    private final String node;
    private final Set<Warning> warnings = new LinkedHashSet<>();

    Frame(@Nullable Frame within, String node) {
        this.within = within;
        this.node = node;
    }

    /** Whether it is the other one or is made for its sake. */
    boolean isWithin(Frame other) {
        for (Frame frame = this; frame != null; frame = frame.within) {
            if (frame == other) {
                return true;
            }
        }
        return false;
    }

    /** A node warned, for whose sake this is made or a node within it: each remembers what is said below its id. */
    void warned(String id, String text) {
        for (Frame frame = this; frame != null; frame = frame.within) {
            if (id.equals(frame.node) || id.startsWith(frame.node + "/")) {
                frame.add(new Warning(id.substring(frame.node.length()), text));
            }
        }
    }

    private synchronized void add(Warning warning) {
        warnings.add(warning);
    }

    /** What was odd in the making so far. */
    synchronized List<Warning> warnings() {
        return List.copyOf(warnings);
    }

    /** The node's id. */
    String node() {
        return node;
    }
}
