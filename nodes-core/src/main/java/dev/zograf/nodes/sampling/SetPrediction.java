package dev.zograf.nodes.sampling;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.Config;
import dev.zograf.api.model.Denoiser;
import dev.zograf.nodes.patch.RescheduledDenoiser;
import java.util.HashMap;
import java.util.Map;

/**
 * Says what a model predicts where its file does not, or says it wrongly: a file of weights alone does not tell noise from velocity. The rest
 * of its noise schedule stays.
 */
@NodeType(id = "set-prediction", title = "Set prediction", category = "model")
@Doc(
        "Says what a model predicts, where its file does not tell, and whether its noise schedule ends without any signal.")
public final class SetPrediction implements Node<SetPrediction.In, SetPrediction.Out> {

    private static final Map<String, String> NAMES =
            Map.of("noise", "epsilon", "velocity", "v_prediction", "picture", "sample", "lcm", TrainedSigmas.DISTILLED);

    /** Of which model, and what. */
    public record In(
            @Doc("The diffusion model.") Denoiser model,

            @Doc(
                    "What it predicts: the noise, the velocity (Salimans and Ho 2022), the clean picture, or the noise of a model that was"
                            + " distilled to 50 timesteps (LCM), which is for schedules by name.")
            @Choices({"noise", "velocity", "picture", "lcm"})
            @Default("noise")
            String prediction,

            @Doc(
                    "Whether it was trained on pure noise, too, its schedule scaled to end without any signal (Lin et al. 2024).")
            @Default("false")
            boolean zeroSnr) {}

    /** The result. */
    public record Out(@Doc("The model.") Denoiser model) {}

    @Override
    public Out run(In in, RunContext ctx) {
        Map<String, Object> said = new HashMap<>();
        said.put("prediction_type", NAMES.get(in.prediction()));
        said.put("rescale_betas_zero_snr", in.zeroSnr());
        Config scheduler = in.model().scheduler().with(said);
        return new Out(new RescheduledDenoiser(in.model(), scheduler));
    }
}
