package dev.zograf.nodes.latent;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.Unit;
import dev.zograf.api.model.NoiseSource;
import dev.zograf.api.model.Posterior;
import dev.zograf.api.model.Vae;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Latent;
import dev.zograf.nodes.tiling.TiledVae;
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
            Optional<NoiseSource> noise,

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

    /** The latents. */
    public record Out(
            @Doc("A latent for each picture.") Latent latent,

            @Doc("The stream of noise after what was drawn here.")
            NoiseSource noise) {}

    @Override
    public Out run(In in, RunContext ctx) {
        Posterior posterior = in.cut().encode(in.image(), ctx);
        if (in.noise().isEmpty()) {
            return new Out(Latent.of(posterior.mean()), NoNoise.INSTANCE);
        }
        NoiseSource.Stream stream = in.noise().get().open();
        return new Out(Latent.of(posterior.sample(stream)), stream.mark());
    }
}
