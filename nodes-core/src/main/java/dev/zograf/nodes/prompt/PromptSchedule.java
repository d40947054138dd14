package dev.zograf.nodes.prompt;

import java.util.TreeSet;

/**
 * A prompt that changes on the way, as A1111's web interface reads it: {@code [from:to:when]}, {@code [to:when]}, {@code [from::when]},
 * where a whole number is a step and one with a point a share of the steps, and {@code [one|another|…]}, a step each. What is between
 * other brackets stays as it is, for the weights. Immutable.
 */
final class PromptSchedule {

    private final PromptTree tree;

    private PromptSchedule(PromptTree tree) {
        this.tree = tree;
    }

    /** Reads a prompt; one that cannot be read, with a stray {@code |} for instance, does not change. */
    static PromptSchedule parse(String text) {
        return new PromptSchedule(new PromptTreeReader(text).read().orElseGet(() -> PromptTree.text(text)));
    }

    /** A prompt that does not change. */
    static PromptSchedule constant(String text) {
        return new PromptSchedule(PromptTree.text(text));
    }

    /**
     * The prompt of each evaluation of a run. As in the original the evaluations are counted from 0 here and the steps from 1, so that
     * {@code [a:b:3]} has a for the evaluations 0 to 3.
     *
     * @param steps how many evaluations there are
     */
    String[] texts(int steps) {
        TreeSet<Integer> changes = new TreeSet<>();
        changes.add(steps);
        tree.changes(steps, changes);
        String[] out = new String[steps];
        for (int call = 0; call < steps; call++) {
            Integer until = changes.ceiling(call);
            out[call] = tree.at(until == null ? steps : until, steps);
        }
        return out;
    }

    /** Whether it is the same all the way. */
    boolean isConstant() {
        return !tree.changes();
    }
}
