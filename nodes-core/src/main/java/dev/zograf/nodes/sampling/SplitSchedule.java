package dev.zograf.nodes.sampling;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.Schedule;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/** Two schedules that follow each other, from one. */
@NodeType(id = "split-schedule", title = "Split schedule", category = "sampling")
@Doc("Two schedules that follow each other, from one.")
public final class SplitSchedule implements Node<SplitSchedule.In, SplitSchedule.Out> {

    /** Which schedule, and where. */
    public record In(
            @Doc("The schedule to split.") Schedule schedule,

            @Doc("How many steps the first part has; without it, the share decides.")
            Optional<Integer> step,

            @Doc("The share of the steps that the second part has, if no step is given.")
            @Default("0.5")
            @Range(min = 0, max = 1, step = 0.01)
            double denoise) {}

    /** The result. */
    public record Out(
            @Doc("The first part, with much noise.") Schedule high,
            @Doc("The second part, with little noise.") Schedule low) {}

    @Override
    public Out run(In in, RunContext ctx) {
        IntUnaryOperator at = count -> in.step().orElseGet(() -> count - (int) Math.rint(count * in.denoise()));
        return new Out(new CutSchedule(in.schedule(), at, false), new CutSchedule(in.schedule(), at, true));
    }
}
