package dev.zograf.nodes.sampling;

import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.Schedule;
import java.util.List;

/** Noise levels of your own, listed. */
@NodeType(id = "schedule-list", title = "Schedule from a list", category = "sampling")
@Doc("Noise levels of your own, listed.")
public final class MakeListSchedule implements Node<MakeListSchedule.In, MakeListSchedule.Out> {

    /** Which levels. */
    public record In(
            @Doc("The model: what it was trained on, and what it predicts.")
            Denoiser model,

            @Doc("The amounts of noise, from the largest on; the last mostly 0.")
            List<Double> sigmas) {}

    /** The result. */
    public record Out(
            @Doc("The noise levels and the kind of prediction.")
            Schedule schedule) {}

    @Override
    public Out run(In in, RunContext ctx) {
        double[] sigmas = in.sigmas().stream().mapToDouble(sigma -> sigma).toArray();
        for (double sigma : sigmas) {
            if (!(sigma >= 0) || Double.isInfinite(sigma)) {
                throw new InvalidInputException(
                        "sigmas", sigma + " is no amount of noise; it has to be a number from 0 on.");
            }
        }
        return new Out(SigmaList.of(TrainedSigmas.of(in.model().scheduler(), true), sigmas));
    }
}
