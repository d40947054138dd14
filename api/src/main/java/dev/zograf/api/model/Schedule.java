package dev.zograf.api.model;

import dev.zograf.api.PortType;
import java.util.List;

/**
 * Which noise levels a sampling run visits, and what the network's output means at a level. Immutable; a plugin adds one by
 * implementing this and returning it from a node.
 */
@PortType("schedule")
public interface Schedule {

    /**
     * The steps of a run.
     *
     * @param count how many steps, at least 1; some schedules make one more
     * @param latentShape {@code [batch, channels, h, w]}, for schedules that depend on the picture's size
     * @throws dev.zograf.api.InvalidInputException if the schedule has no such number of steps
     */
    Steps steps(int count, List<Integer> latentShape);

    /** What the network predicts at a level. */
    Prediction prediction();

    /**
     * Whether a run keeps what a mask keeps inside each evaluation, and starts by putting its noise over the latent whatever the
     * strength, as node-based interfaces do; otherwise the mask is applied after each evaluation and a full run starts from pure
     * noise, as published pipelines do.
     */
    default boolean masksInside() {
        return false;
    }
}
