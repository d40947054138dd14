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
import java.util.Optional;

/**
 * Stable Diffusion 1, 2 and XL in the folder layout of diffusers, or what reads like it: {@code model_index.json} and a sub-folder for each
 * part.
 */
final class SdPipeline implements Pipeline {

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

    private final ModelIndex index;
    private final Checkpoint checkpoint;
    private final Networks networks;

    private SdPipeline(ModelIndex index, Networks networks) {
        this.index = index;
        this.checkpoint = index.checkpoint();
        this.networks = networks;
    }

    /** Whether it is one of those that paint from texts. */
    static boolean isOf(ModelIndex index) {
        return PIPELINES.contains(index.pipeline());
    }

    /** The node that loads such a pipeline if load-model does not. */
    static Optional<String> loadedBy(String pipeline) {
        return pipeline.equals(VARIATIONS) ? Optional.of("load-variation-model") : Optional.empty();
    }

    /** A checkpoint that {@linkplain #isOf is} Stable Diffusion 1, 2 or XL. */
    static SdPipeline of(ModelIndex index, Networks networks) {
        return new SdPipeline(index, networks);
    }

    /**
     * A checkpoint whose U-Net takes what CLIP sees in pictures in place of prompts.
     *
     * @throws BadFileException if it is something else
     */
    static SdPipeline ofVariations(Checkpoint checkpoint, Networks networks) {
        ModelIndex index = ModelIndex.of(checkpoint);
        String pipeline = index.pipeline();
        if (!pipeline.equals(VARIATIONS)) {
            throw new BadFileException(
                    index.config().file(),
                    "The pipeline " + pipeline + " does not take pictures in place of texts; supported is " + VARIATIONS
                            + ". For other models use load-model.");
        }
        return new SdPipeline(index, networks);
    }

    /**
     * A checkpoint whose U-Net takes what CLIP sees in pictures beside prompts.
     *
     * @throws BadFileException if it is something else
     */
    static SdPipeline ofUnclip(Checkpoint checkpoint, Networks networks) {
        ModelIndex index = ModelIndex.of(checkpoint);
        String pipeline = index.pipeline();
        if (!pipeline.equals(UNCLIP)) {
            throw new BadFileException(
                    index.config().file(),
                    "The pipeline " + pipeline + " does not take pictures beside texts; supported is " + UNCLIP
                            + ". For other models use load-model.");
        }
        return new SdPipeline(index, networks);
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

    private void require(String part) {
        index.require(part, String.valueOf(PARTS.get(part)), WITHOUT);
    }

    @Override
    public String family() {
        return "auto";
    }

    @Override
    public ClipTextEncoder textEncoder() {
        TextTowers towers = new TextTowers(networks);
        if (!index.pipeline().startsWith(XL)) {
            require("text_encoder");
            require("tokenizer");
            return towers.one(checkpoint, config("text_encoder"), checkpoint.weights("text_encoder"));
        }
        require("text_encoder_2");
        require("tokenizer_2");
        ClipTower second = towers.second(checkpoint, config("text_encoder_2"), checkpoint.weights("text_encoder_2"));
        boolean zeros = TextTowers.zeros(index.config());
        if (!index.names("text_encoder")) {
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

    @Override
    public SdVaeModel vae() {
        require("vae");
        return SdVaeModel.of(checkpoint.config("vae/config.json"), checkpoint.weights("vae"), networks);
    }

    @Override
    public NetworkDenoiser denoiser(LatentFormat format) {
        require("unet");
        return denoiser(
                checkpoint.config("unet/config.json"),
                checkpoint.weights("unet"),
                format,
                checkpoint.config("scheduler/scheduler_config.json"),
                EmbeddingNoise.of(checkpoint),
                networks);
    }

    @Override
    public LatentFormat latents() {
        return LoadUnet.latents(checkpoint, checkpoint.config("unet/config.json"));
    }

    /** A denoiser from its configuration and weights. */
    static NetworkDenoiser denoiser(
            Config config,
            Weights weights,
            LatentFormat format,
            Config scheduler,
            EmbeddingNoise pictureNoise,
            Networks networks) {
        SdUnetConfig unet = SdUnetConfig.of(config);
        return new NetworkDenoiser(
                EditableNetwork.of(networks, new SdUnet(unet), weights, LowRankPatch.ready(weights)),
                new NetworkDenoiser.Trained(new SdInputs(unet, pictureNoise), format, nativeSize(config), scheduler));
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
