package dev.zograf;

import dev.zograf.api.value.Image;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened in a run. A listener gets one event at a time: {@link Planned} first, the start of a node before its
 * progress and that before its end, and last exactly one of {@link RunFinished}, {@link RunFailed} and {@link Cancelled}.
 */
public sealed interface RunEvent {

    /**
     * The run is planned.
     *
     * @param nodes how many nodes outputs and effects need
     * @param toRun how many of them have no kept result
     */
    record Planned(int nodes, int toRun) implements RunEvent {}

    /**
     * A node starts.
     *
     * @param why the reason that it runs, as the end of "because …"
     */
    record NodeStarted(String node, String type, String why) implements RunEvent {}

    /** A node made a step. */
    final class Progress implements RunEvent {
        private final String node;
        private final int step;
        private final int total;
        private final @Nullable Supplier<Image> preview;

        Progress(String node, int step, int total, @Nullable Supplier<Image> preview) {
            this.node = node;
            this.step = step;
            this.total = total;
            this.preview = preview;
        }

        /** The node's id. */
        public String node() {
            return node;
        }

        /** How many steps are done. */
        public int step() {
            return step;
        }

        /** Of how many. */
        public int total() {
            return total;
        }

        /**
         * A picture of what there is so far. For a listener it is computed now, and only while the listener is called; for a
         * subscriber of {@link Run#eventsWithPreviews()} it was computed then, and stays.
         */
        public Optional<Image> preview() {
            return Optional.ofNullable(preview).map(Supplier::get);
        }

        @Override
        public String toString() {
            return "Progress[node=" + node + ", step=" + step + ", total=" + total + "]";
        }
    }

    /**
     * Something about a node's inputs is odd and may not be what was meant; the run goes on. Each is told once a run, in no order with the
     * node's other events, and in a run that only takes the result, or one that was made from it other than by a lazy input, too.
     *
     * @param text one or more sentences
     */
    record NodeWarned(String node, String text) implements RunEvent {}

    /**
     * The result of a node was there already.
     *
     * @param why the reason that it need not run, as the end of "because …"
     */
    record NodeCached(String node, String type, String why) implements RunEvent {}

    /** A node has its result. */
    record NodeFinished(String node, String type, String why, Duration took) implements RunEvent {}

    /**
     * A node was left out, and its outputs came to nothing. It may have started before.
     *
     * @param why the reason, as the end of "because …"
     */
    record NodeSkipped(String node, String type, String why) implements RunEvent {}

    /**
     * An output of the workflow has its value; one that came to nothing has none. It comes after the end of the nodes that it is taken
     * from, while others may still be at work.
     *
     * @param value as {@link Outputs} has it
     */
    record OutputReady(String output, Object value) implements RunEvent {}

    /** A node failed. */
    record NodeFailed(String node, String type, Throwable cause) implements RunEvent {}

    /** All outputs are there. */
    record RunFinished() implements RunEvent {}

    /** The run failed. */
    record RunFailed(WorkflowException failure) implements RunEvent {}

    /** The run was cancelled. */
    record Cancelled() implements RunEvent {}
}
