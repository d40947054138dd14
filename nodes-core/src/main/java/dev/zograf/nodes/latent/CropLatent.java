package dev.zograf.nodes.latent;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.Unit;
import dev.zograf.api.model.Vae;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Latent;
import dev.zograf.nodes.conditioning.BilinearResize;
import java.util.Optional;

/** Cuts a rectangle out of latents, and of their masks. */
@NodeType(id = "crop-latent", title = "Crop latent", category = "latent")
@Doc("Cuts a rectangle out of latents, and of their masks.")
public final class CropLatent implements Node<CropLatent.In, CropLatent.Out> {

    /** What to cut, and where. */
    public record In(
            @Doc("The latents.") Latent latent,

            @Doc("Where the rectangle begins from the left, in pixels of the picture.")
            @Default("0")
            @Range(min = 0, max = 16384, step = 8)
            @Unit("px")
            int x,

            @Doc("Where it begins from the top, in pixels of the picture.")
            @Default("0")
            @Range(min = 0, max = 16384, step = 8)
            @Unit("px")
            int y,

            @Doc("Pixels of the picture in a row of the rectangle; what lies beyond the latent is left out.")
            @Default("512")
            @Range(min = 8, max = 16384, step = 8)
            @Unit("px")
            int width,

            @Doc("Rows of the rectangle; what lies beyond the latent is left out.")
            @Default("512")
            @Range(min = 8, max = 16384, step = 8)
            @Unit("px")
            int height,

            @Doc("The VAE of the latent, for how many pixels of a picture one of a latent stands; without it, 8.")
            Optional<Vae> vae) {}

    /** The result. */
    public record Out(@Doc("The rectangle.") Latent latent) {}

    @Override
    public Out run(In in, RunContext ctx) {
        FloatTensor x = in.latent().samples();
        int factor = Latents.factor(in.vae());
        int left = from("x", in.x() / factor, x.dim(3));
        int top = from("y", in.y() / factor, x.dim(2));
        int right = Math.min(left + Math.max(in.width() / factor, 1), x.dim(3));
        int bottom = Math.min(top + Math.max(in.height() / factor, 1), x.dim(2));
        FloatTensor cut = x.slice(2, top, bottom).slice(3, left, right);
        return new Out(Latents.with(
                in.latent(),
                cut,
                mask -> Latents.mapMask(mask, planes -> {
                    // Of a mask in pixels the pixels are cut; of one that is no multiple of the latent, it as the
                    // latent sees it.
                    boolean multiple = planes.dim(2) % x.dim(2) == 0 && planes.dim(3) % x.dim(3) == 0;
                    FloatTensor fine = multiple ? planes : BilinearResize.of(planes, x.dim(2), x.dim(3));
                    int rows = fine.dim(2) / x.dim(2);
                    int columns = fine.dim(3) / x.dim(3);
                    return fine.slice(2, top * rows, bottom * rows).slice(3, left * columns, right * columns);
                })));
    }

    private static int from(String input, int at, int side) {
        if (at >= side) {
            throw new InvalidInputException(
                    input,
                    "The rectangle begins at pixel " + at + " of the latent, which has " + side + ": begin earlier.");
        }
        return at;
    }
}
