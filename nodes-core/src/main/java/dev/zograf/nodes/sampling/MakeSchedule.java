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

/** The noise levels of a run for a model, by the short name of their spacing. */
@NodeType(id = "schedule", title = "Schedule", category = "sampling")
@Doc("The noise levels of a run for a model, by the short name of their spacing.")
public final class MakeSchedule implements Node<MakeSchedule.In, MakeSchedule.Out> {

    private static final String ALIGNED = "align_your_steps_";

    /** Which levels. */
    public record In(
            @Doc("The model: what it was trained on, and what it predicts.")
            Denoiser model,

            @Doc("How the steps are spread over the noise.")
            @Choices({
                "simple",
                "sgm_uniform",
                "karras",
                "exponential",
                "ddim_uniform",
                "beta",
                "normal",
                "linear_quadratic",
                "kl_optimal",
                "sd_turbo",
                "align_your_steps_sd1",
                "align_your_steps_sdxl",
                "align_your_steps_svd"
            })
            @Default("normal")
            String name,

            @Doc("How many steps.") @Default("20") @Range(min = 1, max = 10000, step = 1) @Unit("steps")
            int steps,

            @Doc("The share of the way that is done: below 1, the last steps of a longer one.")
            @Default("1")
            @Range(min = 0, max = 1, step = 0.01)
            double denoise,

            @Doc("The first parameter of the spacing beta.") @Default("0.6") @Range(min = 0.01, max = 50, step = 0.01)
            double alpha,

            @Doc("The second parameter of the spacing beta.") @Default("0.6") @Range(min = 0.01, max = 50, step = 0.01)
            double beta,

            @Doc("Which timestep the network is told between those it was trained on: the nearest, or the one between.")
            @Choices({"nearest", "between"})
            @Default("nearest")
            String timesteps) {}

    /** The result. */
    public record Out(
            @Doc("The noise levels and the kind of prediction.")
            Schedule schedule) {}

    @Override
    public Out run(In in, RunContext ctx) {
        TrainedSigmas trained =
                TrainedSigmas.of(in.model().scheduler(), in.timesteps().equals("nearest"));
        String name = in.name();
        if (name.equals("sd_turbo")) {
            return new Out(SigmaList.of(trained, PublishedSigmas.sdTurbo(trained, in.steps(), in.denoise())));
        }
        if (name.startsWith(ALIGNED)) {
            String model = name.substring(ALIGNED.length());
            return new Out(SigmaList.of(trained, PublishedSigmas.alignYourSteps(model, in.steps(), in.denoise())));
        }
        if (name.equals("beta") && in.denoise() == 1) {
            BetaSpacing spacing = new BetaSpacing(in.alpha(), in.beta());
            return new Out(SigmaList.of(trained, NamedSigmas.beta(trained, in.steps(), spacing)));
        }
        return new Out(NamedSigmas.of(trained, name, in.steps(), in.denoise(), false));
    }
}
