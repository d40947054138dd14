package dev.zograf.nodes.latent;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.NoiseSource;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Latent;
import dev.zograf.api.value.Mask;
import java.util.Optional;

/** Adds noise to latents, everywhere or where a mask is, to give a picture that is painted over new details. */
@NodeType(id = "inject-noise", title = "Inject noise", category = "latent")
@Doc("Adds noise to latents, everywhere or where a mask is, to give a picture that is painted over new details.")
public final class InjectNoise implements Node<InjectNoise.In, InjectNoise.Out> {

    /** Which noise, and how much. */
    public record In(
            @Doc("The latents.") Latent latent,

            @Doc("Where the noise is drawn from.") NoiseSource noise,

            @Doc("What the noise is multiplied by, in the space of the VAE.")
            @Default("0.1")
            @Range(min = -20, max = 20, step = 0.01)
            double strength,

            @Doc(
                    "Where noise is added, and how much of it; of another size than the latent it is resized. Everywhere if absent.")
            Optional<Mask> mask) {}

    /** The result. */
    public record Out(
            @Doc("The latents with noise.") Latent latent,

            @Doc("The stream of noise after what was drawn here.")
            NoiseSource noise) {}

    @Override
    public Out run(In in, RunContext ctx) {
        FloatTensor x = in.latent().samples();
        NoiseSource.Stream stream = in.noise().open();
        FloatTensor normal = BatchNoise.of(stream, in.latent());
        FloatTensor shares = in.mask()
                .map(mask -> Masks.repeated(Masks.interpolated(mask, x.dim(2), x.dim(3)), x.dim(0)))
                .orElse(FloatTensor.zeros(x.dim(0), 1, x.dim(2), x.dim(3)).map(v -> 1));
        int area = x.dim(2) * x.dim(3);
        float[] out = new float[x.size()];
        for (int i = 0; i < out.length; i++) {
            double share = shares.at(i / (x.dim(1) * area) * area + i % area);
            out[i] = (float) (x.at(i) + in.strength() * share * normal.at(i));
        }
        return new Out(Latents.painted(in.latent(), FloatTensor.wrap(out, x.shape())), stream.mark());
    }
}
