package dev.zograf.nodes.latent;

import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.Vae;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Latent;

/** Turns latents into pictures. */
@NodeType(id = "decode", title = "Decode latent", category = "latent")
@Doc("Turns latents into pictures.")
public final class DecodeLatent implements Node<DecodeLatent.In, DecodeLatent.Out> {

    /** What to decode. */
    public record In(
            @Doc("The VAE of the model that made the latent.")
            Vae vae,

            @Doc("The latents.") Latent latent) {}

    /** The pictures. */
    public record Out(@Doc("A picture for each latent.") Image image) {}

    @Override
    public Out run(In in, RunContext ctx) {
        int factor = in.vae().latentFormat().factor();
        Latent latent = in.latent();
        FloatTensor samples = latent.samples();
        ctx.willMake(samples.dim(3) * factor, samples.dim(2) * factor, latent.batch());
        return new Out(in.vae().decode(in.latent(), ctx));
    }
}
