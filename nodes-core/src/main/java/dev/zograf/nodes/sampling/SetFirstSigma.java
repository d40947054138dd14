package dev.zograf.nodes.sampling;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.Schedule;

/** A schedule that begins with another amount of noise; the other amounts stay. */
@NodeType(id = "set-first-sigma", title = "Set first sigma", category = "sampling")
@Doc("A schedule that begins with another amount of noise; the other amounts stay.")
public final class SetFirstSigma implements Node<SetFirstSigma.In, SetFirstSigma.Out> {

    /** Which schedule, and how it begins. */
    public record In(
            @Doc("The model: what it was trained on.") Denoiser model,

            @Doc("The schedule.") Schedule schedule,

            @Doc("The amount of noise at the beginning.") @Default("136") @Range(min = 0, max = 20000, step = 0.001)
            double sigma) {}

    /** The result. */
    public record Out(@Doc("The changed schedule.") Schedule schedule) {}

    @Override
    public Out run(In in, RunContext ctx) {
        return new Out(new FirstSigma(in.schedule(), TrainedSigmas.of(in.model().scheduler(), true), in.sigma()));
    }
}
