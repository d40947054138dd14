package dev.zograf.nodes.latent;

import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.LatentFormat;
import dev.zograf.api.model.NoiseSource;
import dev.zograf.api.model.Posterior;
import dev.zograf.api.model.Vae;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Latent;
import dev.zograf.api.value.Mask;
import dev.zograf.nodes.conditioning.Unguided;
import java.util.List;
import java.util.Optional;

/**
 * Tells a model that was trained to repaint (with nine input channels) what to keep: the mask and the picture without what the
 * mask covers, as channels beside the latent (Rombach et al. 2022, section 4.5).
 */
@NodeType(id = "inpaint-conditioning", title = "Inpaint conditioning", category = "conditioning")
@Doc(
        "Tells a model that was trained to repaint (with nine input channels, or FLUX.1 Fill) what to keep: the mask and the picture without what the mask covers, as channels beside the latent.")
public final class InpaintConditioning implements Node<InpaintConditioning.In, InpaintConditioning.Out> {

    /** FLUX.1 Fill sees the picture first, and then each pixel of the mask. */
    private static final int CHANNELS_OF_FLUX = 16;

    /** What to repaint. */
    public record In(
            @Doc("The model's VAE.") Vae vae,

            @Doc("The pictures; both sides must be multiples of the VAE's factor, mostly 8.")
            Image image,

            @Doc(
                    "1 is repainted, 0 is kept. Of another size than the picture it is resized; then it is rounded to 0 and 1.")
            Mask mask,

            @Doc("What the picture should show.") Conditioning positive,

            @Doc("What it should not show; the empty prompt without it.")
            Optional<Conditioning> negative,

            @Doc("Where a sample of the encoded picture is drawn from; without it, it is the mean.")
            Optional<NoiseSource> noise) {}

    /** The result. */
    public record Out(
            @Doc("The positive conditioning with mask and picture.")
            Conditioning positive,

            @Doc("The negative conditioning with mask and picture.")
            Conditioning negative,

            @Doc(
                    "An empty latent of the picture's size, to be sampled from noise alone; encode the picture where less is to change.")
            Latent latent,

            @Doc("The stream of noise after what was drawn here.")
            NoiseSource noise) {}

    @Override
    public Out run(In in, RunContext ctx) {
        Mask mask = Masks.rounded(fitted(in.mask(), in.image()));
        Posterior posterior = in.vae().encode(kept(in.image(), mask), ctx);
        Optional<NoiseSource.Stream> stream = in.noise().map(NoiseSource::open);
        LatentFormat format = in.vae().latentFormat();
        FloatTensor picture = format.toDenoiser(stream.map(posterior::sample).orElse(posterior.mean()));
        int batch = Math.max(mask.batch(), picture.dim(0));
        FloatTensor concat = format.channels() == CHANNELS_OF_FLUX
                ? joined(batch, picture, Masks.cells(mask, format.factor()))
                : joined(batch, Masks.resized(mask, picture.dim(2), picture.dim(3)), picture);

        Conditioning negative = Unguided.negativeOf(in.positive(), in.negative());
        return new Out(
                attach(in.positive(), concat),
                attach(negative, concat),
                Latent.empty(batch, format.channels(), picture.dim(2), picture.dim(3)),
                stream.map(NoiseSource.Stream::mark).orElse(NoNoise.INSTANCE));
    }

    private static FloatTensor joined(int batch, FloatTensor first, FloatTensor second) {
        return FloatTensor.concat(1, List.of(first.repeatTo(batch), second.repeatTo(batch)));
    }

    private static Mask fitted(Mask mask, Image image) {
        if (mask.width() == image.width() && mask.height() == image.height()) {
            return mask;
        }
        FloatTensor sized = Masks.interpolated(mask, image.height(), image.width());
        return Mask.of(sized.reshape(mask.batch(), image.height(), image.width()));
    }

    private static Conditioning attach(Conditioning conditioning, FloatTensor concat) {
        Conditioning out = conditioning.with(Conditioning.CONCAT, concat);
        return conditioning
                .get(Conditioning.UNCONDITIONAL)
                .map(nothing -> out.with(Conditioning.UNCONDITIONAL, nothing.with(Conditioning.CONCAT, concat)))
                .orElse(out);
    }

    /** The picture with the middle of the range, which the VAE takes for 0, where the mask covers it. */
    private static Image kept(Image image, Mask mask) {
        if (image.batch() % mask.batch() != 0 && mask.batch() % image.batch() != 0) {
            throw new InvalidInputException(
                    "mask",
                    "There are " + mask.batch() + " masks for " + image.batch()
                            + " pictures: give one mask, or one for each.");
        }
        int batch = Math.max(mask.batch(), image.batch());
        FloatTensor one = mask.values().reshape(mask.batch(), 1, mask.height(), mask.width());
        FloatTensor covered = FloatTensor.concat(1, List.of(one, one, one)).repeatTo(batch);
        return Image.of(image.pixels().repeatTo(batch).zip(covered, (v, m) -> m < 0.5 ? v : 0.5));
    }
}
