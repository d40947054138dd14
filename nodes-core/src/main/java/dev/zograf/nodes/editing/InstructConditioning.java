package dev.zograf.nodes.editing;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.LatentFormat;
import dev.zograf.api.model.Vae;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Latent;
import dev.zograf.nodes.conditioning.Unguided;
import java.util.Optional;

/**
 * Shows a picture to a model that was trained to follow instructions, with as many channels for a picture as for the latent (Brooks et al.
 * 2022, "InstructPix2Pix"): the encoded picture goes along beside the latent.
 */
@NodeType(id = "instruct-conditioning", title = "Instruct conditioning", category = "conditioning")
@Doc(
        "Shows a picture to a model that was trained to follow instructions, with as many channels for a picture as for the latent (InstructPix2Pix): the encoded picture goes along beside the latent.")
public final class InstructConditioning implements Node<InstructConditioning.In, InstructConditioning.Out> {

    /** FLUX.1 Canny and Depth see a picture in place of an instruction's, as a latent. */
    private static final int CHANNELS_OF_FLUX = 16;

    /** What to edit, and how. */
    public record In(
            @Doc("The model's VAE.") Vae vae,

            @Doc("The pictures; both sides must be multiples of the VAE's factor, mostly 8.")
            Image image,

            @Doc("The instruction: what to do with the picture.")
            Conditioning positive,

            @Doc("What the picture should not show; the empty prompt without it.")
            Optional<Conditioning> negative,

            @Doc(
                    "Whether the encoded picture is scaled as latents are, as CosXL's model for edits wants it, and FLUX.1 Canny and Depth in any case; all others take it as the VAE gives it.")
            @Default("false")
            boolean scaled) {}

    /** The result. */
    public record Out(
            @Doc("The instruction with the picture: the first conditioning of dual-cfg-guider.")
            Conditioning positive,

            @Doc(
                    "The negative prompt with the picture: its second conditioning, or the negative one of plain guidance.")
            Conditioning image,

            @Doc("The negative prompt with no picture: what dual-cfg-guider leads away from.")
            Conditioning negative,

            @Doc("An empty latent of the picture's size, to be sampled from noise.")
            Latent latent) {}

    @Override
    public Out run(In in, RunContext ctx) {
        Conditioning negative = Unguided.negativeOf(in.positive(), in.negative());
        LatentFormat format = in.vae().latentFormat();
        FloatTensor mean = in.vae().encode(in.image(), ctx).mean();
        FloatTensor picture = in.scaled() || format.channels() == CHANNELS_OF_FLUX ? format.toDenoiser(mean) : mean;
        FloatTensor nothing = FloatTensor.zeros(picture.shape());
        return new Out(
                in.positive()
                        .with(Conditioning.CONCAT, picture)
                        .with(Conditioning.UNCONDITIONAL, negative.with(Conditioning.CONCAT, picture)),
                negative.with(Conditioning.CONCAT, picture),
                negative.with(Conditioning.CONCAT, nothing),
                Latent.empty(picture.dim(0), format.channels(), picture.dim(2), picture.dim(3)));
    }
}
