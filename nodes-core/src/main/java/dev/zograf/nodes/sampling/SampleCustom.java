package dev.zograf.nodes.sampling;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.Unit;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.Guider;
import dev.zograf.api.model.NoiseSource;
import dev.zograf.api.model.Sampler;
import dev.zograf.api.model.Schedule;
import dev.zograf.api.model.Vae;
import dev.zograf.api.value.Latent;
import java.util.Optional;
import java.util.Set;

/** Paints a latent with parts of one's own: any guidance, numerical method, schedule and noise, also a plugin's. */
@NodeType(id = "sample-custom", title = "Sample (custom)", category = "sampling")
@Doc("Paints a latent with parts of one's own: any guidance, numerical method, schedule and noise, also a plugin's.")
public final class SampleCustom implements Node<SampleCustom.In, Sample.Out> {

    /** What to paint, and with what. */
    public record In(
            @Doc("The diffusion model.") Denoiser model,

            @Doc("What leads the model.") Guider guider,

            @Doc("The numerical method.") Sampler sampler,

            @Doc("The noise levels that it visits.") Schedule schedule,

            @Doc("Where noise is drawn from.") NoiseSource noise,

            @Doc("What to start from; without it, noise of the size that the model was trained on.")
            Optional<Latent> latent,

            @Doc("How many steps from noise to picture.") @Default("20") @Range(min = 1, max = 1000, step = 1)
            int steps,

            @Doc("How much of the latent is painted anew: 1 all of it, 0 nothing.")
            @Default("1")
            @Range(min = 0, max = 1, step = 0.01)
            double strength,

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

        private Stretch stretch() {
            return new Stretch(steps, strength, startStep, endStep, startAt, endAt, addNoise, leaveNoise);
        }
    }

    @Override
    public void prepare(String input, Object value, Set<String> pending) {
        LoadAhead.of(input, value, pending);
    }

    @Override
    public Sample.Out run(In in, RunContext ctx) {
        NoiseSource.Stream noise = in.noise().open();
        SamplingLoop.End end = new SamplingLoop(in.model(), in.guider(), in.sampler(), in.schedule(), ctx)
                .showing(in.preview())
                .sample(in.latent(), in.stretch(), noise);
        return new Sample.Out(end.latent(), noise.mark(), end.denoised());
    }
}
