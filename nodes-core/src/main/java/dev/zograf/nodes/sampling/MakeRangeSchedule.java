package dev.zograf.nodes.sampling;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.Unit;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.Schedule;

/** Noise levels between two amounts of noise. */
@NodeType(id = "schedule-range", title = "Schedule in a range", category = "sampling")
@Doc("Noise levels between two amounts of noise.")
public final class MakeRangeSchedule implements Node<MakeRangeSchedule.In, MakeRangeSchedule.Out> {

    /** Which levels. */
    public record In(
            @Doc("The model: what it was trained on, and what it predicts.")
            Denoiser model,

            @Doc("How the steps are spread over the noise.")
            @Choices({"karras", "exponential", "polyexponential", "laplace", "vp"})
            @Default("karras")
            String name,

            @Doc("How many steps.") @Default("20") @Range(min = 1, max = 10000, step = 1) @Unit("steps")
            int steps,

            @Doc("The largest amount of noise.") @Default("14.614642") @Range(min = 0, max = 5000, step = 0.01)
            double sigmaMax,

            @Doc("The least amount of noise before none.")
            @Default("0.0291675")
            @Range(min = 0, max = 5000, step = 0.01)
            double sigmaMin,

            @Doc("The exponent of karras (7 by the book) and polyexponential (1 is exponential).")
            @Default("7")
            @Range(min = 0.01, max = 100, step = 0.01)
            double rho) {}

    /** The result. */
    public record Out(
            @Doc("The noise levels and the kind of prediction.")
            Schedule schedule) {}

    @Override
    public Out run(In in, RunContext ctx) {
        double[] sigmas = RangeSigmas.of(in.name(), in.sigmaMax(), in.sigmaMin(), in.rho(), in.steps());
        return new Out(SigmaList.of(TrainedSigmas.of(in.model().scheduler(), true), sigmas));
    }
}
