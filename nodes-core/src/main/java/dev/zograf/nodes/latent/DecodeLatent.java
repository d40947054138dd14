package dev.zograf.nodes.latent;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.Unit;
import dev.zograf.api.model.Vae;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Latent;
import dev.zograf.nodes.tiling.TiledVae;

/** Turns latents into pictures. */
@NodeType(id = "decode", title = "Decode latent", category = "latent")
@Doc("Turns latents into pictures.")
public final class DecodeLatent implements Node<DecodeLatent.In, DecodeLatent.Out> {

    /** What to decode. */
    public record In(
            @Doc("The VAE of the model that made the latent.")
            Vae vae,

            @Doc("The latents.") Latent latent,

            @Doc(
                    "The side of the tiles in which large pictures are done, in pixels of the picture, which bounds the memory; 0 does the whole at once. With tiles, colours may differ a little from tile to tile.")
            @Default("0")
            @Range(min = 0, max = 16384, step = 8)
            @Unit("px")
            int tile,

            @Doc("How many pixels of the picture neighbouring tiles share; one fades into the other there.")
            @Default("64")
            @Range(min = 0, max = 4096, step = 8)
            @Unit("px")
            int overlap) {

        /** Tiles must be larger than what they share. */
        public In {
            TiledVae.requireRoom(tile, overlap);
        }

        private Vae cut() {
            return TiledVae.of(vae, tile, overlap);
        }
    }

    /** The pictures. */
    public record Out(@Doc("A picture for each latent.") Image image) {}

    @Override
    public Out run(In in, RunContext ctx) {
        int factor = in.vae().latentFormat().factor();
        Latent latent = in.latent();
        FloatTensor samples = latent.samples();
        ctx.willMake(samples.dim(3) * factor, samples.dim(2) * factor, latent.batch());
        return new Out(in.cut().decode(in.latent(), ctx));
    }
}
