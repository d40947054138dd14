package dev.zograf.runtime.exec;

import org.jspecify.annotations.Nullable;

/**
 * A node in the making, within the one for whose sake it is made: because that one asked for a lazy input, or calls a workflow in
 * which it is. The one without cannot end before the one within.
 */
final class Frame {

    private final @Nullable Frame within;
    private final String node;

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

    /** The node's id. */
    String node() {
        return node;
    }
}
