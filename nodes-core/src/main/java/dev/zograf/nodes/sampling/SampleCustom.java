package dev.zograf.nodes.sampling;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.Guider;
import dev.zograf.api.model.NoiseSource;
import dev.zograf.api.model.Sampler;
import dev.zograf.api.model.Schedule;
import dev.zograf.api.value.Latent;
import java.util.Optional;

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
            double strength) {}

    @Override
    public Sample.Out run(In in, RunContext ctx) {
        NoiseSource.Stream noise = in.noise().open();
        Latent latent = new SamplingLoop(in.model(), in.guider(), in.sampler(), in.schedule(), ctx)
                .sample(in.latent(), in.steps(), in.strength(), noise);
        return new Sample.Out(latent, noise.mark());
    }
}
