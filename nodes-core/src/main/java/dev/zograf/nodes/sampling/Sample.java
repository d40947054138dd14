package dev.zograf.nodes.sampling;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.Unit;
import dev.zograf.api.model.Config;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.NoiseSource;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.Latent;
import java.util.Optional;

/** Paints a latent: from noise, or over a latent that there is, led by a prompt. */
@NodeType(id = "sample", title = "Sample", category = "sampling")
@Doc("Paints a latent: from noise, or over a latent that there is, led by a prompt.")
public final class Sample implements Node<Sample.In, Sample.Out> {

    /** What to paint. */
    public record In(
            @Doc("The diffusion model.") Denoiser model,

            @Doc("What the picture should show.") Conditioning positive,

            @Doc("What it should not show; what an empty prompt gives without it.")
            Optional<Conditioning> negative,

            @Doc("What to start from; without it, noise of the size that the model was trained on.")
            Optional<Latent> latent,

            @Doc("Which noise; the same seed gives the same picture. Only its low 32 bits matter.") @Default("0")
            long seed,

            @Doc("How many steps from noise to picture; more take longer and help less and less.")
            @Default("20")
            @Range(min = 1, max = 1000, step = 1)
            @Unit("steps")
            int steps,

            @Doc("How strongly the prompt is followed; 1 switches guidance off and halves the time.")
            @Default("7")
            @Range(min = 0, max = 100, step = 0.1)
            double cfg,

            @Doc("The numerical method; auto is what the model recommends.")
            @Default("auto")
            @Choices({
                "auto",
                "euler",
                "euler_ancestral",
                "heun",
                "dpm_2",
                "dpm_2_ancestral",
                "lms",
                "dpmpp_2m",
                "dpmpp_2m_sde",
                "dpmpp_3m",
                "dpmpp_singlestep",
                "ddim",
                "ddpm",
                "pndm",
                "deis",
                "uni_pc",
                "uni_pc_bh2",
                "lcm",
                "tcd"
            })
            String sampler,

            @Doc("How the steps are spread over the noise; auto is what the model recommends.")
            @Default("auto")
            @Choices({"auto", "normal", "leading", "trailing", "karras", "exponential", "beta", "lu"})
            String scheduler,

            @Doc("How much of the latent is painted anew: 1 all of it, 0 nothing.")
            @Default("1")
            @Range(min = 0, max = 1, step = 0.01)
            double strength,

            @Doc("Where noise is drawn from instead of the seed, to go on with a generator that was used before.")
            Optional<NoiseSource> noise) {}

    /** The result. */
    public record Out(
            @Doc("The painted latent.") Latent latent,

            @Doc("The stream of noise after what was drawn here.")
            NoiseSource noise) {}

    @Override
    public Out run(In in, RunContext ctx) {
        CfgGuider guider = CfgGuider.of(in.positive(), in.negative(), in.cfg());
        Config config = NamedScheduler.edited(in.model().scheduler(), in.sampler(), in.scheduler());
        DiffusersScheduler scheduler = DiffusersScheduler.of(config);
        NoiseSource.Stream noise =
                in.noise().orElseGet(() -> TorchNoise.of(in.seed())).open();
        Latent latent = new SamplingLoop(in.model(), guider, scheduler.sampler(), scheduler.schedule(), ctx)
                .sample(in.latent(), in.steps(), in.strength(), noise);
        return new Out(latent, noise.mark());
    }
}
