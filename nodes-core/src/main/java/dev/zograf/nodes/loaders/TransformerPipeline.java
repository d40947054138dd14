package dev.zograf.nodes.loaders;

import dev.zograf.api.model.Checkpoint;
import dev.zograf.api.model.Config;
import dev.zograf.api.model.LatentFormat;
import dev.zograf.api.model.Networks;
import dev.zograf.tensor.Weights;
import java.util.Map;

/** A whole model whose denoiser is a transformer, in the folder layout of diffusers, or what reads like it. */
interface TransformerPipeline extends Pipeline {

    /** What to do about text encoders that are missing. */
    String WITHOUT_TEXT =
            "It has not all of its text encoders. Load its network with load-unet, a VAE with load-vae, and the text encoders with"
                    + " load-text-encoder.";

    /** What to do about parts that are missing. */
    Map<String, String> WITHOUT = Map.of(
            "vae",
            "It has no VAE. Name a file with one in the input \"vae\", such as ae.safetensors for FLUX or qwen_image_vae.safetensors for"
                    + " Qwen-Image, in the folder vae of your models.",
            "text_encoder",
            WITHOUT_TEXT,
            "text_encoder_2",
            WITHOUT_TEXT);

    /** Which parts there are. */
    ModelIndex index();

    /** What runs them. */
    Networks networks();

    /** The latents of the family's published VAE. */
    LatentFormat published();

    /** The class of its VAE. */
    default String vaeClass() {
        return "AutoencoderKL";
    }

    @Override
    default SdVaeModel vae() {
        index().require("vae", vaeClass(), WITHOUT);
        Checkpoint checkpoint = index().checkpoint();
        return SdVaeModel.of(checkpoint.config("vae/config.json"), checkpoint.weights("vae"), networks());
    }

    @Override
    default LatentFormat latents() {
        return latents(index().checkpoint(), published());
    }

    /** The tensors of the transformer. */
    default Weights weights() {
        return index().checkpoint().weights(TransformerInputs.NETWORK);
    }

    /** The {@code scheduler_config.json} that came with it. */
    default Config scheduler() {
        return index().checkpoint().config("scheduler/scheduler_config.json");
    }

    /** As the VAE of a model has them, or as the family's published one. */
    static LatentFormat latents(Checkpoint checkpoint, LatentFormat published) {
        if (!checkpoint.has("vae/config.json")) {
            return published;
        }
        return VaeNetworks.of(checkpoint.config("vae/config.json")).format();
    }
}
