package dev.zograf.nodes.loaders;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.model.Checkpoint;
import dev.zograf.api.model.Config;
import dev.zograf.api.model.LatentFormat;
import dev.zograf.api.model.Networks;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.api.value.Size;
import dev.zograf.models.SdVae;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the transformers of Stable Diffusion 3 and FLUX are told beside the text's tokens: the pooled text, and, if they were distilled, the
 * scale of guidance.
 *
 * @param channels of the latent, and of what is put behind it
 * @param context how wide the text's tokens are
 * @param pooled how wide the pooled text is
 */
record TransformerInputs(int channels, int context, int pooled, boolean isGuidanceDistilled) implements NetworkInputs {

    /** The network's name among those of a model, and of its folder. */
    static final String NETWORK = "transformer";

    /** What to do about text encoders that are missing. */
    static final String WITHOUT_TEXT =
            "It has not all of its text encoders. Load its network with load-unet, a VAE with load-vae, and the text encoders with"
                    + " load-text-encoder.";

    /** What to do about parts that are missing. */
    static final Map<String, String> WITHOUT = Map.of(
            "vae",
            "It has no VAE. Name a file with one in the input \"vae\", such as ae.safetensors for FLUX, in the folder vae of your"
                    + " models.",
            "text_encoder",
            WITHOUT_TEXT,
            "text_encoder_2",
            WITHOUT_TEXT);

    /** What FLUX.1 dev is told where nobody says a scale, as its published pipelines have it. */
    private static final double USUAL_GUIDANCE = 3.5;

    /** The VAE of a whole model. */
    static SdVaeModel vae(ModelIndex index, Networks networks) {
        index.require("vae", "AutoencoderKL", WITHOUT);
        Checkpoint checkpoint = index.checkpoint();
        return SdVaeModel.of(checkpoint.config("vae/config.json"), checkpoint.weights("vae"), networks);
    }

    /** As the VAE of a model has them, or as the family's published one. */
    static LatentFormat latents(Checkpoint checkpoint, LatentFormat published) {
        if (!checkpoint.has("vae/config.json")) {
            return published;
        }
        Config vae = checkpoint.config("vae/config.json");
        return SdVaeModel.format(SdVae.of(vae), vae);
    }

    @Override
    public String network() {
        return NETWORK;
    }

    @Override
    public Map<String, HostTensor> of(int batch, Size painted, List<Conditioning> parts, JoinedInputs joined) {
        List<FloatTensor> texts = new ArrayList<>();
        for (Conditioning part : parts) {
            FloatTensor text = PooledText.of(part, batch);
            if (text.dim(1) != pooled) {
                throw new InvalidInputException(
                        "positive",
                        "The pooled text is " + text.dim(1) + " wide, but this model takes " + pooled
                                + ": use the text encoder of the same model.");
            }
            texts.add(text);
        }
        Map<String, HostTensor> out = new HashMap<>();
        out.put("pooled_projections", joined.of("pooled_projections", texts, batch));
        if (isGuidanceDistilled) {
            out.putAll(ToldGuidance.inputs(batch, parts, USUAL_GUIDANCE, 0));
        }
        return out;
    }
}
