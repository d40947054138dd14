package dev.zograf.nodes.loaders;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Checkpoint;
import dev.zograf.api.model.Config;
import dev.zograf.api.model.ImageEncoder;
import dev.zograf.api.model.LatentFormat;
import dev.zograf.api.model.Networks;
import dev.zograf.models.SdUnet;
import dev.zograf.models.SdUnetConfig;
import dev.zograf.nodes.lora.LowRankPatch;
import dev.zograf.nodes.patch.EditableNetwork;
import dev.zograf.nodes.prompt.ClipTextEncoder;
import dev.zograf.nodes.prompt.ClipTower;
import dev.zograf.nodes.vision.ClipFiles;
import dev.zograf.nodes.vision.EmbeddingNoise;
import dev.zograf.tensor.Weights;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stable Diffusion 1, 2 and XL in the folder layout of diffusers, or what reads like it: {@code model_index.json} and a sub-folder for each
 * part.
 */
final class SdPipeline {

    private static final String UNCLIP = "StableUnCLIPImg2ImgPipeline";

    private static final List<String> PIPELINES = List.of(
            "StableDiffusionPipeline",
            "StableDiffusionImg2ImgPipeline",
            "StableDiffusionInpaintPipeline",
            "StableDiffusionInstructPix2PixPipeline",
            "StableDiffusionControlNetPipeline",
            UNCLIP,
            "StableDiffusionXLPipeline",
            "StableDiffusionXLImg2ImgPipeline",
            "StableDiffusionXLInpaintPipeline",
            "StableDiffusionXLInstructPix2PixPipeline",
            "StableDiffusionXLControlNetPipeline");

    private static final String IMAGES = "image_encoder";

    private static final String XL = "StableDiffusionXL";

    private static final String VARIATIONS = "StableDiffusionImageVariationPipeline";

    private static final Map<String, String> PARTS = Map.of(
            "unet", "UNet2DConditionModel",
            "vae", "AutoencoderKL",
            "text_encoder", "CLIPTextModel",
            "tokenizer", "CLIPTokenizer",
            "text_encoder_2", "CLIPTextModelWithProjection",
            "tokenizer_2", "CLIPTokenizer");

    private static final String WITHOUT_TEXT =
            "It has no text encoder. Load its U-Net with load-unet, a VAE with load-vae, and with load-text-encoder a text encoder,"
                    + " such as that of another model of the family.";

    private static final Map<String, String> WITHOUT = Map.of(
            "vae",
            "It has no VAE. Name a file with one in the input \"vae\", such as vae-ft-mse-840000-ema-pruned.safetensors, or"
                    + " sdxl_vae.safetensors for SDXL, in the folder vae of your models.",
            "text_encoder",
            WITHOUT_TEXT,
            "text_encoder_2",
            WITHOUT_TEXT);

    private final Checkpoint checkpoint;
    private final Config index;
    private final Networks networks;

    private SdPipeline(Checkpoint checkpoint, Config index, Networks networks) {
        this.checkpoint = checkpoint;
        this.index = index;
        this.networks = networks;
    }

    /**
     * A checkpoint that is Stable Diffusion 1, 2 or XL.
     *
     * @throws BadFileException if it is something else, naming what is supported
     */
    static SdPipeline of(Checkpoint checkpoint, Networks networks) {
        Config index = index(checkpoint);
        String pipeline = index.text("_class_name");
        if (pipeline.equals(VARIATIONS)) {
            throw new BadFileException(
                    index.file(), "This model takes pictures in place of texts: use load-variation-model.");
        }
        if (!PIPELINES.contains(pipeline)) {
            throw new BadFileException(
                    index.file(),
                    "The pipeline " + pipeline + " is not supported; supported are " + String.join(", ", PIPELINES)
                            + ".");
        }
        return new SdPipeline(checkpoint, index, networks);
    }

    /**
     * A checkpoint whose U-Net takes what CLIP sees in pictures in place of prompts.
     *
     * @throws BadFileException if it is something else
     */
    static SdPipeline ofVariations(Checkpoint checkpoint, Networks networks) {
        Config index = index(checkpoint);
        String pipeline = index.text("_class_name");
        if (!pipeline.equals(VARIATIONS)) {
            throw new BadFileException(
                    index.file(),
                    "The pipeline " + pipeline + " does not take pictures in place of texts; supported is " + VARIATIONS
                            + ". For other models use load-model.");
        }
        return new SdPipeline(checkpoint, index, networks);
    }

    /**
     * A checkpoint whose U-Net takes what CLIP sees in pictures beside prompts.
     *
     * @throws BadFileException if it is something else
     */
    static SdPipeline ofUnclip(Checkpoint checkpoint, Networks networks) {
        Config index = index(checkpoint);
        String pipeline = index.text("_class_name");
        if (!pipeline.equals(UNCLIP)) {
            throw new BadFileException(
                    index.file(),
                    "The pipeline " + pipeline + " does not take pictures beside texts; supported is " + UNCLIP
                            + ". For other models use load-model.");
        }
        return new SdPipeline(checkpoint, index, networks);
    }

    /** What sees what is on the pictures that it is told. */
    ImageEncoder images() {
        if (!checkpoint.has(IMAGES + "/config.json")) {
            throw new BadFileException(
                    checkpoint.name(),
                    "It has no image encoder. Load it with load-model, and the image encoder that it was trained with by"
                            + " load-clip-vision.");
        }
        return ClipFiles.of(checkpoint, networks, IMAGES).images();
    }

    private static Config index(Checkpoint checkpoint) {
        if (!checkpoint.has("model_index.json")) {
            throw new BadFileException(
                    checkpoint.name(),
                    "This is no whole model. Supported are folders in the layout of diffusers with a model_index.json, and single"
                            + " files of Stable Diffusion.");
        }
        return checkpoint.config("model_index.json");
    }

    /** The class of a part, or null if the pipeline goes without. */
    private @Nullable Object found(String part) {
        Object entry = index.raw(part).orElse(List.of());
        return entry instanceof List<?> pair && pair.size() == 2 ? pair.get(1) : null;
    }

    private void require(String part) {
        Object found = found(part);
        boolean there = found != null && checkpoint.has(part);
        if (checkpoint instanceof ConfiguredCheckpoint) {
            there &= checkpoint.findWeights(part).isPresent();
        }
        if (!there && WITHOUT.containsKey(part)) {
            throw new BadFileException(checkpoint.name(), String.valueOf(WITHOUT.get(part)));
        }
        boolean fast = part.startsWith("tokenizer") && "CLIPTokenizerFast".equals(found);
        if (!String.valueOf(PARTS.get(part)).equals(found) && !fast) {
            throw new BadFileException(
                    index.file(),
                    "The part \"" + part + "\" is " + found + ", which is not supported; supported is "
                            + PARTS.get(part) + ".");
        }
    }

    ClipTextEncoder textEncoder() {
        TextTowers towers = new TextTowers(networks);
        if (!index.text("_class_name").startsWith(XL)) {
            require("text_encoder");
            require("tokenizer");
            return towers.one(checkpoint, config("text_encoder"), checkpoint.weights("text_encoder"));
        }
        require("text_encoder_2");
        require("tokenizer_2");
        ClipTower second = towers.second(checkpoint, config("text_encoder_2"), checkpoint.weights("text_encoder_2"));
        boolean zeros = TextTowers.zeros(index);
        if (found("text_encoder") == null) {
            return towers.refiner(second, zeros, checkpoint.name());
        }
        require("text_encoder");
        require("tokenizer");
        ClipTower first = towers.first(checkpoint, config("text_encoder"), checkpoint.weights("text_encoder"));
        return towers.both(first, second, zeros, checkpoint.name());
    }

    private Config config(String part) {
        return checkpoint.config(part + "/config.json");
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
                EmbeddingNoise.of(checkpoint),
                networks);
    }

    /** A denoiser from its configuration and weights. */
    static SdDenoiser denoiser(
            Config config,
            Weights weights,
            LatentFormat format,
            Config scheduler,
            EmbeddingNoise pictureNoise,
            Networks networks) {
        SdUnetConfig unet = SdUnetConfig.of(config);
        return new SdDenoiser(
                EditableNetwork.of(networks, new SdUnet(unet), weights, LowRankPatch.ready(weights)),
                new SdDenoiser.Trained(unet, format, nativeSize(config), scheduler, pictureNoise));
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
