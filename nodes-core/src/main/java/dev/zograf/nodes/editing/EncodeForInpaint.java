package dev.zograf.nodes.editing;

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
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Latent;
import dev.zograf.api.value.Mask;
import dev.zograf.nodes.latent.Masks;
import java.util.List;

/**
 * Turns pictures into latents to be repainted where a mask is: what it covers is made grey first, so that nothing of it is left, and the mask
 * grows so that the seam is painted anew. To be sampled with a strength of 1.
 */
@NodeType(id = "encode-for-inpaint", title = "Encode for inpainting", category = "latent")
@Doc(
        "Turns pictures into latents to be repainted where a mask is: what it covers is made grey first, so that nothing of it is left, and the mask grows so that the seam is painted anew. To be sampled with a strength of 1.")
public final class EncodeForInpaint implements Node<EncodeForInpaint.In, EncodeForInpaint.Out> {

    private static final float GREY = 0.5f;

    /** What to encode. */
    public record In(
            @Doc("The VAE of the model that will paint.") Vae vae,

            @Doc("The pictures; of sides that are no multiples of the VAE's factor, mostly 8, the middle is taken.")
            Image image,

            @Doc(
                    "1 is repainted, 0 is kept, rounded to these; one mask, or one for each picture. Of another size than the picture it is resized.")
            Mask mask,

            @Doc("By how many pixels of the picture the mask of the latent is wider than what is made grey.")
            @Default("6")
            @Range(min = 0, max = 64)
            @Unit("px")
            int grow) {}

    /** The result. */
    public record Out(
            @Doc("The latents with the grown mask.") Latent latent) {}

    @Override
    public Out run(In in, RunContext ctx) {
        int factor = in.vae().latentFormat().factor();
        FloatTensor mask =
                Masks.interpolated(in.mask(), in.image().height(), in.image().width());
        Image image = Image.of(middle(in.image().pixels(), factor));
        FloatTensor rounded = middle(mask, factor).map(Math::rint);
        FloatTensor covered = Masks.repeated(rounded, image.batch());
        FloatTensor three = FloatTensor.concat(1, List.of(covered, covered, covered));
        Image grey = Image.of(image.pixels().zip(three, (v, m) -> (v - GREY) * (1 - m) + GREY));
        Latent latent = Latent.of(in.vae().encode(grey, ctx).mean());
        FloatTensor grown = grown(rounded, in.grow());
        return new Out(latent.withMask(Mask.of(grown.reshape(grown.dim(0), grown.dim(2), grown.dim(3)))));
    }

    /** The largest middle part whose sides are multiples of the factor. */
    private static FloatTensor middle(FloatTensor x, int factor) {
        int height = x.dim(2) / factor * factor;
        int width = x.dim(3) / factor * factor;
        if (height == 0 || width == 0) {
            throw new InvalidInputException(
                    "image",
                    "A picture of " + x.dim(3) + "x" + x.dim(2) + " is too small: the VAE needs " + factor
                            + " pixels along each side.");
        }
        int top = x.dim(2) % factor / 2;
        int left = x.dim(3) % factor / 2;
        return x.slice(2, top, top + height).slice(3, left, left + width);
    }

    /** Each 1 becomes a square of ones of that side, which if it is even reaches further down and to the right. */
    private static FloatTensor grown(FloatTensor mask, int side) {
        return side == 0 ? mask : transposed(spread(transposed(spread(mask, side)), side));
    }

    private static FloatTensor spread(FloatTensor mask, int side) {
        int before = side / 2;
        int w = mask.dim(3);
        float[] out = new float[mask.size()];
        for (int i = 0; i < out.length; i++) {
            int x = i % w;
            int from = i - Math.min(before, x);
            int to = i + Math.min(side - 1 - before, w - 1 - x);
            for (int j = from; j <= to && out[i] == 0; j++) {
                out[i] = mask.at(j);
            }
        }
        return FloatTensor.wrap(out, mask.shape());
    }

    private static FloatTensor transposed(FloatTensor x) {
        int h = x.dim(2);
        int w = x.dim(3);
        float[] out = new float[x.size()];
        for (int i = 0; i < out.length; i++) {
            int at = i % (h * w);
            out[i - at + at % w * h + at / w] = x.at(i);
        }
        return FloatTensor.wrap(out, x.dim(0), 1, w, h);
    }
}
