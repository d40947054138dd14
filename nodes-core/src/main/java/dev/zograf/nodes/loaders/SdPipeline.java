package dev.zograf.nodes.loaders;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Checkpoint;
import dev.zograf.api.model.Config;
import dev.zograf.api.model.LatentFormat;
import dev.zograf.api.model.Networks;
import dev.zograf.models.ClipText;
import dev.zograf.models.SdUnet;
import dev.zograf.models.SdUnetConfig;
import dev.zograf.nodes.lora.LowRankPatch;
import dev.zograf.nodes.patch.EditableNetwork;
import dev.zograf.nodes.prompt.ClipTextEncoder;
import dev.zograf.nodes.prompt.ClipTokenizer;
import dev.zograf.nodes.prompt.ClipTokenizerFiles;
import dev.zograf.tensor.Weights;
import java.util.List;
import java.util.Map;

/**
 * Stable Diffusion 1 and 2 in the folder layout of diffusers, or what reads like it: {@code model_index.json} and a sub-folder for each
 * part.
 */
final class SdPipeline {

    private static final List<String> PIPELINES = List.of(
            "StableDiffusionPipeline",
            "StableDiffusionImg2ImgPipeline",
            "StableDiffusionInpaintPipeline",
            "StableDiffusionInstructPix2PixPipeline",
            "StableDiffusionControlNetPipeline");

    private static final Map<String, String> PARTS = Map.of(
            "unet", "UNet2DConditionModel",
            "vae", "AutoencoderKL",
            "text_encoder", "CLIPTextModel",
            "tokenizer", "CLIPTokenizer");

    private static final Map<String, String> WITHOUT = Map.of(
            "vae",
            "It has no VAE. Name a file with one in the input \"vae\", such as vae-ft-mse-840000-ema-pruned.safetensors in the"
                    + " folder vae of your models.",
            "text_encoder",
            "It has no text encoder. Load its U-Net with load-unet, a VAE with load-vae, and with load-text-encoder a text encoder,"
                    + " such as that of another model of the family.");

    private final Checkpoint checkpoint;
    private final Config index;
    private final Networks networks;

    /**
     * A checkpoint that is Stable Diffusion 1 or 2.
     *
     * @throws BadFileException if it is something else, naming what is supported
     */
    SdPipeline(Checkpoint checkpoint, Networks networks) {
        this.checkpoint = checkpoint;
        this.networks = networks;
        if (!checkpoint.has("model_index.json")) {
            throw new BadFileException(
                    checkpoint.name(),
                    "This is no whole model. Supported are folders in the layout of diffusers with a model_index.json, and single"
                            + " files of Stable Diffusion.");
        }
        index = checkpoint.config("model_index.json");
        String pipeline = index.text("_class_name");
        if (!PIPELINES.contains(pipeline)) {
            throw new BadFileException(
                    index.file(),
                    "The pipeline " + pipeline + " is not supported; supported are " + String.join(", ", PIPELINES)
                            + ".");
        }
    }

    private void require(String part) {
        Object entry = index.raw(part).orElse(List.of());
        Object found = entry instanceof List<?> pair && pair.size() == 2 ? pair.get(1) : null;
        boolean there = found != null && checkpoint.has(part);
        if (checkpoint instanceof ConfiguredCheckpoint) {
            there &= checkpoint.findWeights(part).isPresent();
        }
        if (!there && WITHOUT.containsKey(part)) {
            throw new BadFileException(checkpoint.name(), String.valueOf(WITHOUT.get(part)));
        }
        boolean fast = part.equals("tokenizer") && "CLIPTokenizerFast".equals(found);
        if (!String.valueOf(PARTS.get(part)).equals(found) && !fast) {
            throw new BadFileException(
                    index.file(),
                    "The part \"" + part + "\" is " + found + ", which is not supported; supported is "
                            + PARTS.get(part) + ".");
        }
    }

    ClipTextEncoder textEncoder() {
        require("text_encoder");
        require("tokenizer");
        return textEncoder(
                checkpoint,
                checkpoint.config("text_encoder/config.json"),
                checkpoint.weights("text_encoder"),
                networks);
    }

    /** A text encoder with the tokenizer of its checkpoint. */
    static ClipTextEncoder textEncoder(Checkpoint checkpoint, Config config, Weights weights, Networks networks) {
        int positions = config.integer("max_position_embeddings", 77);
        ClipTokenizer tokenizer = ClipTokenizerFiles.read(checkpoint, "tokenizer", positions);
        ClipText definition = ClipText.of(config, tokenizer.length());
        return new ClipTextEncoder(
                tokenizer,
                EditableNetwork.of(networks, definition, weights, LowRankPatch.ready(weights)),
                definition.layers(),
                config.integer("eos_token_id", 49407));
    }

    SdVaeModel vae() {
        require("vae");
        return SdVaeModel.of(checkpoint.config("vae/config.json"), checkpoint.weights("vae"), networks);
    }

    SdDenoiser denoiser(SdVaeModel vae) {
        require("unet");
        return denoiser(
                checkpoint.config("unet/config.json"),
                checkpoint.weights("unet"),
                vae.latentFormat(),
                checkpoint.config("scheduler/scheduler_config.json"),
                networks);
    }

    /** A denoiser from its configuration and weights. */
    static SdDenoiser denoiser(
            Config config, Weights weights, LatentFormat format, Config scheduler, Networks networks) {
        SdUnetConfig unet = SdUnetConfig.of(config);
        return new SdDenoiser(
                EditableNetwork.of(networks, new SdUnet(unet), weights, LowRankPatch.ready(weights)),
                format,
                unet.inChannels(),
                unet.context(),
                nativeSize(config),
                scheduler);
    }

    private static int nativeSize(Config unet) {
        return unet.raw("sample_size").orElse(64) instanceof List<?>
                ? unet.integers("sample_size").stream()
                        .mapToInt(side -> side)
                        .min()
                        .orElse(64)
                : unet.integer("sample_size", 64);
    }
}
