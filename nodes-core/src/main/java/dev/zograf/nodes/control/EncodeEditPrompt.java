package dev.zograf.nodes.control;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.TextEncoder;
import dev.zograf.api.model.Vae;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import java.util.List;
import java.util.Optional;

/**
 * Encodes a prompt that says how pictures are to be changed, for Qwen-Image-Edit (Wu et al. 2025, "Qwen-Image Technical Report", section 4.3): the
 * text encoder sees them, and, with a VAE, so does the denoiser, as by {@code refer-to-latent}.
 */
@NodeType(id = "encode-edit-prompt", title = "Encode edit prompt", category = "conditioning/control")
@Doc(
        "Encodes a prompt that says how pictures are to be changed, for Qwen-Image-Edit. For guidance encode the negative prompt likewise.")
public final class EncodeEditPrompt implements Node<EncodeEditPrompt.In, EncodeEditPrompt.Out> {

    private static final String ONE = "edit";
    private static final String SEVERAL = "edit-plus";

    /** What to encode. */
    public record In(
            @Doc("The text encoder of the model, a Qwen2.5-VL.")
            TextEncoder encoder,

            @Doc("What is to be done with the pictures.") String text,

            @Doc("The pictures; a batch is several.") Optional<List<Image>> images,

            @Doc("The VAE of the model; with it the denoiser looks at the pictures, too.")
            Optional<Vae> vae,

            @Doc(
                    "What the model was trained on: edit is the first Qwen-Image-Edit, with one picture; edit-plus is that of 2509 and later ones, whose pictures have numbers.")
            @Choices({SEVERAL, ONE})
            @Default(SEVERAL)
            String edition,

            @Doc(
                    "How the pictures are scaled before, to about 1024x1024 pixels, and for the encoder of edit-plus to about 384x384: as diffusers does it, as ComfyUI does it, or not at all.")
            @Choices({"diffusers", "comfy", "none"})
            @Default("diffusers")
            String scaling) {

        private List<Image> pictures() {
            return images.orElse(List.of()).stream()
                    .flatMap(image -> image.split().stream())
                    .toList();
        }
    }

    /** The encoded prompt. */
    public record Out(@Doc("What a denoiser is told.") Conditioning conditioning) {}

    @Override
    public Out run(In in, RunContext ctx) {
        boolean several = in.edition().equals(SEVERAL);
        List<Image> pictures = in.pictures();
        if (!several && pictures.size() > 1) {
            throw new InvalidInputException(
                    "images",
                    "The first Qwen-Image-Edit takes one picture, and there are " + pictures.size()
                            + ": take one of 2509 or later and say \"edition\": \"edit-plus\", or stitch them.");
        }
        EditScaling scaling = EditScaling.of(in.scaling());
        List<Image> seen =
                pictures.stream().map(each -> scaling.forEncoder(each, several)).toList();
        Conditioning told = in.encoder().encodeWithPictures(in.text(), seen, several, ctx);
        if (in.vae().isEmpty()) {
            return new Out(told);
        }
        Vae vae = in.vae().get();
        for (Image picture : pictures) {
            FloatTensor latent =
                    vae.encode(scaling.forVae(picture, several), ctx).mean();
            FloatTensor reference = vae.latentFormat().toDenoiser(latent);
            told = told.mapParts(part -> ReferencePatch.refer(part, ReferenceFamily.QWEN_IMAGE, reference));
        }
        return new Out(told);
    }
}
