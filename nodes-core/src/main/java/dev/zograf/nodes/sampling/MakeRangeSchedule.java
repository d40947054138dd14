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
            double rho,

            @Doc("The logarithm of the amount of noise around which laplace gathers its levels.")
            @Default("0")
            @Range(min = -10, max = 10, step = 0.1)
            double mu,

            @Doc("How far around that laplace spreads them.") @Default("0.5") @Range(min = 0, max = 10, step = 0.1)
            double spread,

            @Doc("How fast vp adds noise at the beginning.") @Default("0.1") @Range(min = 0, max = 5000, step = 0.01)
            double betaMin,

            @Doc("How much faster vp adds noise at the end.") @Default("19.9") @Range(min = 0, max = 5000, step = 0.01)
            double betaRange,

            @Doc("The time of vp's last level before none; the first is at 1.")
            @Default("0.001")
            @Range(min = 0, max = 1, step = 0.0001)
            double timeMin) {}

    /** The result. */
    public record Out(
            @Doc("The noise levels and the kind of prediction.")
            Schedule schedule) {}

    @Override
    public Out run(In in, RunContext ctx) {
        double[] sigmas = switch (in.name()) {
            case "laplace" -> RangeSigmas.laplace(in.sigmaMax(), in.sigmaMin(), in.mu(), in.spread(), in.steps());
            case "vp" -> RangeSigmas.vp(in.betaMin(), in.betaRange(), in.timeMin(), in.steps());
            default -> RangeSigmas.of(in.name(), in.sigmaMax(), in.sigmaMin(), in.rho(), in.steps());
        };
        return new Out(SigmaList.of(TrainedSigmas.of(in.model().scheduler(), true), sigmas));
    }
}
