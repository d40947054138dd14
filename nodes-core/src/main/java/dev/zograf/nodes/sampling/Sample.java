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
import dev.zograf.api.model.Sampler;
import dev.zograf.api.model.Vae;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.Latent;
import java.util.Optional;
import java.util.Set;

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

            @Doc("Which noise; the same seed gives the same picture. On the CPU only its low 32 bits matter.")
            @Default("0")
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
                "euler_cfg_pp",
                "euler_ancestral",
                "euler_ancestral_cfg_pp",
                "heun",
                "heunpp2",
                "exp_heun_2_x0",
                "exp_heun_2_x0_sde",
                "dpm_2",
                "dpm_2_ancestral",
                "lms",
                "dpm_fast",
                "dpm_adaptive",
                "dpmpp_2s_ancestral",
                "dpmpp_2s_ancestral_cfg_pp",
                "dpmpp_sde",
                "dpmpp_sde_gpu",
                "dpmpp_2m",
                "dpmpp_2m_cfg_pp",
                "dpmpp_2m_sde",
                "dpmpp_2m_sde_gpu",
                "dpmpp_2m_sde_heun",
                "dpmpp_2m_sde_heun_gpu",
                "dpmpp_3m_sde",
                "dpmpp_3m_sde_gpu",
                "ddpm",
                "lcm",
                "ipndm",
                "ipndm_v",
                "deis",
                "cfgpp_ud10_ab",
                "res_multistep",
                "res_multistep_cfg_pp",
                "res_multistep_ancestral",
                "res_multistep_ancestral_cfg_pp",
                "gradient_estimation",
                "gradient_estimation_cfg_pp",
                "er_sde",
                "seeds_2",
                "seeds_3",
                "sa_solver",
                "sa_solver_pece",
                "ddim",
                "uni_pc",
                "uni_pc_bh2",
                "dpmpp_3m",
                "dpmpp_singlestep",
                "pndm",
                "tcd"
            })
            String sampler,

            @Doc(
                    "How the steps are spread over the noise; auto is what the model recommends, and normal beside a sampler. leading, trailing and lu are those of diffusers, with its sampler of that name.")
            @Default("auto")
            @Choices({
                "auto",
                "simple",
                "sgm_uniform",
                "karras",
                "exponential",
                "ddim_uniform",
                "beta",
                "normal",
                "linear_quadratic",
                "kl_optimal",
                "leading",
                "trailing",
                "lu"
            })
            String scheduler,

            @Doc("How much of the latent is painted anew: 1 all of it, 0 nothing.")
            @Default("1")
            @Range(min = 0, max = 1, step = 0.01)
            double strength,

            @Doc("Where noise is drawn from instead of the seed, to go on with a generator that was used before.")
            Optional<NoiseSource> noise,

            @Doc(
                    "Whose numbers the noise of the seed has: those of PyTorch on a CPU, on a CUDA device, or, mixed, the latent's of the CPU and the steps' of the device.")
            @Default("cpu")
            @Choices({"cpu", "gpu", "mixed"})
            String noiseDevice,

            @Doc("The first step to do, from 0: earlier ones were done by a run before this one.")
            @Default("0")
            @Range(min = 0, max = 10000, step = 1)
            @Unit("steps")
            int startStep,

            @Doc("Before which step to stop: later ones are left to a run after this one.")
            @Default("10000")
            @Range(min = 0, max = 10000, step = 1)
            @Unit("steps")
            int endStep,

            @Doc(
                    "Where to start, as a share of the way from noise to picture; the end of the run before this one, of a base model for instance.")
            @Default("0")
            @Range(min = 0, max = 1, step = 0.01)
            double startAt,

            @Doc("Where to stop, as a share of the way from noise to picture.")
            @Default("1")
            @Range(min = 0, max = 1, step = 0.01)
            double endAt,

            @Doc("Whether the latent is noised first; switch it off for a latent with the noise that another run left.")
            @Default("true")
            boolean addNoise,

            @Doc(
                    "Whether a run that stops early leaves the noise that is left there, for another run to go on; otherwise its last step removes all.")
            @Default("false")
            boolean leaveNoise,

            @Doc("What decodes the previews while it paints, a tiny autoencoder for choice; without it they are rough.")
            Optional<Vae> preview) {

        private Stretch stretch(double share) {
            return new Stretch(steps, share, startStep, endStep, startAt, endAt, addNoise, leaveNoise);
        }
    }

    /** The result. */
    public record Out(
            @Doc("The painted latent.") Latent latent,

            @Doc("The stream of noise after what was drawn here.")
            NoiseSource noise,

            @Doc("The clean latent that the last step believed in; differs from the painted one if that holds noise.")
            Latent denoised) {}

    @Override
    public void prepare(String input, Object value, Set<String> pending) {
        LoadAhead.of(input, value, pending);
    }

    @Override
    public Out run(In in, RunContext ctx) {
        CfgGuider guider = CfgGuider.of(in.positive(), in.negative(), in.cfg());
        boolean named = NamedScheduler.isOriginal(in.sampler(), in.scheduler());
        SamplingLoop loop;
        if (named) {
            if (in.strength() < 1 && in.latent().map(Latent::isEmpty).orElse(true)) {
                throw SamplingLoop.nothingToPaintOver();
            }
            String scheduler = in.scheduler().equals(NamedScheduler.AUTO) ? "normal" : in.scheduler();
            SigmaList sigmas = NamedSigmas.of(
                    TrainedSigmas.of(in.model().scheduler(), true),
                    scheduler,
                    in.steps(),
                    in.strength(),
                    NamedSampler.shortens(in.sampler()));
            Sampler sampler = NamedSampler.of(in.sampler(), NamedSampler.Options.USUAL);
            loop = new SamplingLoop(in.model(), guider, sampler, sigmas, ctx);
        } else {
            Config config = NamedScheduler.edited(in.model().scheduler(), in.sampler(), in.scheduler());
            DiffusersScheduler scheduler = DiffusersScheduler.of(config);
            loop = new SamplingLoop(in.model(), guider, scheduler.sampler(), scheduler.schedule(), ctx);
        }
        NoiseSource.Stream noise = in.noise().orElseGet(() -> noise(in, named)).open();
        SamplingLoop.End end =
                loop.showing(in.preview()).sample(in.latent(), in.stretch(named ? 1 : in.strength()), noise);
        return new Out(end.latent(), noise.mark(), end.denoised());
    }

    private static NoiseSource noise(In in, boolean named) {
        if (named) {
            return SeedNoise.of(in.seed(), in.noiseDevice(), NamedSampler.onGpu(in.sampler()));
        }
        return in.noiseDevice().equals(SeedNoise.GPU) ? PhiloxNoise.of(in.seed()) : TorchNoise.of(in.seed());
    }
}
