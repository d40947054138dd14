package dev.zograf.nodes.sampling;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.Unit;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.LatentFormat;
import dev.zograf.api.model.NoiseLevel;
import dev.zograf.api.model.NoiseSource;
import dev.zograf.api.model.Schedule;
import dev.zograf.api.model.Steps;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Latent;
import dev.zograf.nodes.latent.BatchNoise;
import java.util.Arrays;
import java.util.List;

/**
 * Adds the noise that a schedule removes: as much as lies between its first and its last level, {@code x + |s0 - sn| n}, for flows {@code
 * (1 - |s0 - sn|) x + |s0 - sn| n}, in the space of the model.
 */
@NodeType(id = "add-noise", title = "Add noise", category = "sampling")
@Doc("Adds the noise that a schedule removes: as much as lies between its first and its last level.")
public final class AddNoise implements Node<AddNoise.In, AddNoise.Out> {

    /** Which noise, and how much of it. */
    public record In(
            @Doc("The diffusion model whose space counts.") Denoiser model,

            @Doc("Where noise is drawn from.") NoiseSource noise,

            @Doc("The noise levels: a part of a schedule adds what that part removes.")
            Schedule schedule,

            @Doc("The latents.") Latent latent,

            @Doc("How many steps the whole schedule has, if it is one for any number of steps.")
            @Default("20")
            @Range(min = 1, max = 10000, step = 1)
            @Unit("steps")
            int steps) {}

    /** The result. */
    public record Out(
            @Doc("The latents with noise, for a sampling node that adds none.")
            Latent latent,

            @Doc("The stream of noise after what was drawn here.")
            NoiseSource noise) {}

    @Override
    public Out run(In in, RunContext ctx) {
        Latent latent = in.latent();
        NoiseSource.Stream stream = in.noise().open();
        List<Integer> shape = Arrays.stream(latent.samples().shape()).boxed().toList();
        Steps steps = in.schedule().steps(in.steps(), shape);
        if (steps.count() == 0) {
            return new Out(latent, stream.mark());
        }
        NoiseLevel first = steps.get(0).from();
        double amount =
                Math.abs(first.sigma() - steps.get(steps.count() - 1).to().sigma());
        boolean flow = first.alpha() != 1 && Math.abs(first.alpha() - (1 - first.sigma())) < 1e-6;
        double kept = flow ? 1 - amount : first.alpha();
        LatentFormat format = in.model().latentFormat();
        FloatTensor x = latent.isEmpty() ? latent.samples() : format.toDenoiser(latent.samples());
        FloatTensor noisy = x.zip(BatchNoise.of(stream, latent), (a, n) -> kept * a + amount * n);
        Latent bare = Latent.of(format.fromDenoiser(noisy));
        Latent out = latent.entries().map(bare::withEntries).orElse(bare);
        return new Out(latent.mask().map(out::withMask).orElse(out), stream.mark());
    }
}
