package dev.zograf.nodes.latent;

import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.NoiseSource;
import dev.zograf.api.model.Posterior;
import dev.zograf.api.model.Vae;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Latent;
import java.util.Optional;

/** Turns pictures into latents: the mean of what the VAE says, or a sample of it as published image-to-image code draws. */
@NodeType(id = "encode", title = "Encode image", category = "latent")
@Doc(
        "Turns pictures into latents: the mean of what the VAE says, or a sample of it as published image-to-image code draws.")
public final class EncodeImage implements Node<EncodeImage.In, EncodeImage.Out> {

    /** What to encode. */
    public record In(
            @Doc("The VAE of the model that will use the latent.")
            Vae vae,

            @Doc("The pictures; both sides must be multiples of the VAE's factor, mostly 8.")
            Image image,

            @Doc("Where a sample is drawn from; without it the latent is the mean.")
            Optional<NoiseSource> noise) {}

    /** The latents. */
    public record Out(
            @Doc("A latent for each picture.") Latent latent,

            @Doc("The stream of noise after what was drawn here.")
            NoiseSource noise) {}

    @Override
    public Out run(In in, RunContext ctx) {
        Posterior posterior = in.vae().encode(in.image(), ctx);
        if (in.noise().isEmpty()) {
            return new Out(Latent.of(posterior.mean()), NoNoise.INSTANCE);
        }
        NoiseSource.Stream stream = in.noise().get().open();
        return new Out(Latent.of(posterior.sample(stream)), stream.mark());
    }
}
