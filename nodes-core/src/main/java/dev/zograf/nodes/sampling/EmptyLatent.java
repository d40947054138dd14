package dev.zograf.nodes.sampling;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.Unit;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.LatentFormat;
import dev.zograf.api.model.Vae;
import dev.zograf.api.value.Latent;
import java.util.Optional;

/** A latent of a size with nothing in it yet. */
@NodeType(id = "empty-latent", title = "Empty latent", category = "latent")
@Doc("A latent of a size with nothing in it yet.")
public final class EmptyLatent implements Node<EmptyLatent.In, EmptyLatent.Out> {

    private static final LatentFormat USUAL = LatentFormat.of(4, 8, 1, 0);
    private static final int USUAL_SIDE = 512;

    /** Which size. */
    public record In(
            @Doc(
                    "Pixels in a row of the picture, a multiple of the model's factor (mostly 8); 0 is the model's own size.")
            @Default("0")
            @Range(min = 0, max = 16384, step = 8)
            @Unit("px")
            int width,

            @Doc("Rows of the picture, a multiple of the model's factor (mostly 8); 0 is the model's own size.")
            @Default("0")
            @Range(min = 0, max = 16384, step = 8)
            @Unit("px")
            int height,

            @Doc("How many pictures.") @Default("1") @Range(min = 1, max = 256, step = 1)
            int batch,

            @Doc("The model that will paint it; without model and VAE, one of 4 channels and a factor of 8.")
            Optional<Denoiser> model,

            @Doc("The VAE that will decode it, instead of the model.")
            Optional<Vae> vae) {}

    /** The result. */
    public record Out(@Doc("The empty latent.") Latent latent) {}

    @Override
    public Out run(In in, RunContext ctx) {
        LatentFormat format = in.model()
                .map(Denoiser::latentFormat)
                .or(() -> in.vae().map(Vae::latentFormat))
                .orElse(USUAL);
        int own = in.model().map(Denoiser::nativeSize).orElse(USUAL_SIDE / format.factor());
        int height = side("height", in.height(), format.factor(), own);
        int width = side("width", in.width(), format.factor(), own);
        ctx.willMake(width * format.factor(), height * format.factor(), in.batch());
        return new Out(Latent.empty(in.batch(), format.channels(), height, width));
    }

    private static int side(String input, int pixels, int factor, int own) {
        if (pixels == 0) {
            return own;
        }
        if (pixels % factor != 0) {
            int below = pixels / factor * factor;
            String nearest = below == 0 ? String.valueOf(factor) : below + " and " + (below + factor);
            throw new InvalidInputException(
                    input,
                    "The " + input + " of " + pixels + " is no multiple of " + factor + "; the nearest: " + nearest
                            + ".");
        }
        return pixels / factor;
    }
}
