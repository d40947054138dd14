package dev.zograf.nodes.control;

import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.LatentFormat;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Latent;
import java.util.Optional;

/**
 * Has a model look at a picture while it paints another: FLUX.1 Kontext (Black Forest Labs 2025, section 2) and Qwen-Image-Edit (Wu et al. 2025,
 * "Qwen-Image Technical Report", section 4.3).
 */
@NodeType(id = "refer-to-latent", title = "Refer to latent", category = "conditioning/control")
@Doc(
        "Has FLUX.1 Kontext or Qwen-Image-Edit look at a picture while it paints; several such nodes in a row are several pictures.")
public final class ReferToLatent implements Node<ReferToLatent.In, ReferToLatent.Out> {

    /** The prompt and the picture. */
    public record In(
            @Doc("The prompt; each of its parts refers to the picture.")
            Conditioning conditioning,

            @Doc("The picture as the model's VAE encodes it; without it the prompt stays as it is.")
            Optional<Latent> latent,

            @Doc("The model that will look at it.") Denoiser model) {}

    /** The result. */
    public record Out(
            @Doc("The prompt that refers to the picture.") Conditioning conditioning) {}

    @Override
    public Out run(In in, RunContext ctx) {
        if (in.latent().isEmpty()) {
            return new Out(in.conditioning());
        }
        FloatTensor samples = in.latent().get().samples();
        LatentFormat format = in.model().latentFormat();
        if (samples.dim(1) != format.channels()) {
            throw new InvalidInputException(
                    "latent",
                    "The latent has " + samples.dim(1) + " channels, and the model's have " + format.channels()
                            + ": encode the picture by the model's own VAE.");
        }
        FloatTensor reference = format.toDenoiser(samples);
        ReferenceFamily family = ReferenceFamily.of(in.model());
        return new Out(in.conditioning().mapParts(part -> ReferencePatch.refer(part, family, reference)));
    }
}
