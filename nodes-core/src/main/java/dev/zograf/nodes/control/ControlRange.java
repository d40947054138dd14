package dev.zograf.nodes.control;

import dev.zograf.api.model.Moment;
import dev.zograf.api.model.When;
import dev.zograf.nodes.conditioning.Span;

/**
 * During which part of the way from noise to picture an adapter counts.
 *
 * @param training whether shares are those of the training process, as ComfyUI counts, or of the run's steps, as diffusers counts
 */
record ControlRange(double start, double end, boolean training) {

    ControlRange {
        Span.require(start, end);
    }

    /** From the names of a node's choices. */
    static ControlRange of(double start, double end, String count) {
        return new ControlRange(start, end, count.equals("training"));
    }

    boolean includes(Moment moment) {
        if (training) {
            return When.trained(start, end).includes(moment);
        }
        return moment.done() >= start && moment.doneAfter() <= end;
    }
}
