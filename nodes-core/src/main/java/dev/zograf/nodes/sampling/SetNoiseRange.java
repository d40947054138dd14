package dev.zograf.nodes.sampling;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.Denoiser;
import dev.zograf.nodes.patch.RescheduledDenoiser;
import java.util.Map;

/**
 * Says that a model was trained on all amounts of noise between two (Karras et al. 2022): it is told {@code ln(sigma) / 4}, and its
 * schedules by name are even in that.
 */
@NodeType(id = "set-noise-range", title = "Set noise range", category = "model")
@Doc("Says that a model was trained on all amounts of noise between two (Karras et al. 2022), and what it predicts.")
public final class SetNoiseRange implements Node<SetNoiseRange.In, SetNoiseRange.Out> {

    /** Of which model, and what. */
    public record In(
            @Doc("The diffusion model.") Denoiser model,

            @Doc("What it predicts: edm is the mixture of Karras et al. for pictures of deviation 1/2.")
            @Choices({"velocity", "edm", "noise"})
            @Default("velocity")
            String prediction,

            @Doc("The largest amount of noise.") @Default("120") @Range(min = 0, max = 1000, step = 0.001)
            double sigmaMax,

            @Doc("The least amount of noise.") @Default("0.002") @Range(min = 0, max = 1000, step = 0.001)
            double sigmaMin) {

        /** The amounts are in order. */
        public In {
            if (!(sigmaMin > 0 && sigmaMax > sigmaMin)) {
                throw new InvalidInputException(
                        "sigmaMin",
                        "The amounts of noise are from " + sigmaMin + " to " + sigmaMax
                                + "; the least has to be above 0 and below the largest.");
            }
        }
    }

    /** The result. */
    public record Out(@Doc("The model.") Denoiser model) {}

    @Override
    public Out run(In in, RunContext ctx) {
        String prediction = in.prediction().equals("velocity") ? "v_prediction" : "epsilon";
        Map<String, Object> said = Map.of(
                "_class_name",
                in.prediction().equals("noise") ? TrainedSigmas.CONTINUOUS : "EDMEulerScheduler",
                "prediction_type",
                prediction,
                "sigma_max",
                in.sigmaMax(),
                "sigma_min",
                in.sigmaMin(),
                "sigma_data",
                in.prediction().equals("edm") ? 0.5 : 1.0);
        return new Out(
                new RescheduledDenoiser(in.model(), in.model().scheduler().with(said)));
    }
}
