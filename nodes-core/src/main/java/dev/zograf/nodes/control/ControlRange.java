package dev.zograf.nodes.control;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.model.Moment;

/**
 * During which part of the way from noise to picture an adapter counts.
 *
 * @param training whether shares are those of the training process, as ComfyUI counts, or of the run's steps, as diffusers counts
 */
record ControlRange(double start, double end, boolean training) {

    ControlRange {
        if (start > end) {
            throw new InvalidInputException(
                    "start", "The start, " + start + ", lies behind the end, " + end + "; exchange them.");
        }
    }

    /** From the names of a node's choices. */
    static ControlRange of(double start, double end, String count) {
        return new ControlRange(start, end, count.equals("training"));
    }

    boolean includes(Moment moment) {
        if (training) {
            return (start <= 0 || moment.trained() >= start) && (end >= 1 || moment.trained() <= end);
        }
        return moment.done() >= start && moment.doneAfter() <= end;
    }
}
