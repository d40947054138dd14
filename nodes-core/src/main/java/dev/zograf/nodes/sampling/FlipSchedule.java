package dev.zograf.nodes.sampling;

import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.Schedule;

/** A schedule the other way round: from picture to noise, to find the noise of a picture. */
@NodeType(id = "flip-schedule", title = "Flip schedule", category = "sampling")
@Doc("A schedule the other way round: from picture to noise, to find the noise of a picture.")
public final class FlipSchedule implements Node<FlipSchedule.In, FlipSchedule.Out> {

    /** Which schedule. */
    public record In(@Doc("The schedule.") Schedule schedule) {}

    /** The result. */
    public record Out(
            @Doc("The same levels in the other order.") Schedule schedule) {}

    @Override
    public Out run(In in, RunContext ctx) {
        return new Out(new FlippedSchedule(in.schedule()));
    }
}
