package dev.zograf.nodes.prompt;

import java.util.List;
import java.util.Set;

/** A part of a prompt that may change on the way. */
interface PromptTree {

    /** The text at a step from 1 on, of so many. */
    String at(int step, int steps);

    /** Adds the steps after which the text changes. */
    void changes(int steps, Set<Integer> out);

    /** Whether it changes at all. */
    boolean changes();

    /** What does not change. */
    static PromptTree text(String text) {
        return new Text(text);
    }

    /** Literal text. */
    record Text(String text) implements PromptTree {

        @Override
        public String at(int step, int steps) {
            return text;
        }

        @Override
        public void changes(int steps, Set<Integer> out) {}

        @Override
        public boolean changes() {
            return false;
        }
    }

    /** One after the other in the text. */
    record Sequence(List<PromptTree> parts) implements PromptTree {

        @Override
        public String at(int step, int steps) {
            StringBuilder out = new StringBuilder();
            parts.forEach(part -> out.append(part.at(step, steps)));
            return out.toString();
        }

        @Override
        public void changes(int steps, Set<Integer> out) {
            parts.forEach(part -> part.changes(steps, out));
        }

        @Override
        public boolean changes() {
            return parts.stream().anyMatch(PromptTree::changes);
        }
    }

    /**
     * One until a step, then the other.
     *
     * @param when a step, or a share of the steps
     */
    record Switch(PromptTree before, PromptTree after, double when, boolean isShare) implements PromptTree {

        private int step(int steps) {
            return (int) Math.min(steps, isShare ? when * steps : when);
        }

        @Override
        public String at(int step, int steps) {
            return (step <= step(steps) ? before : after).at(step, steps);
        }

        @Override
        public void changes(int steps, Set<Integer> out) {
            before.changes(steps, out);
            after.changes(steps, out);
            if (step(steps) >= 1) {
                out.add(step(steps));
            }
        }

        @Override
        public boolean changes() {
            return true;
        }
    }

    /** Each for a step, over and over. */
    record Alternation(List<PromptTree> choices) implements PromptTree {

        @Override
        public String at(int step, int steps) {
            return choices.get((step - 1) % choices.size()).at(step, steps);
        }

        @Override
        public void changes(int steps, Set<Integer> out) {
            for (int step = 1; step <= steps; step++) {
                out.add(step);
            }
        }

        @Override
        public boolean changes() {
            return true;
        }
    }
}
