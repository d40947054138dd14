package dev.zograf.nodes.loaders;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Checkpoint;
import dev.zograf.api.model.Config;
import dev.zograf.api.model.Networks;
import dev.zograf.models.ClipText;
import dev.zograf.models.SdUnet;
import dev.zograf.models.SdUnetConfig;
import dev.zograf.nodes.patch.EditableNetwork;
import dev.zograf.nodes.prompt.ClipTextEncoder;
import dev.zograf.nodes.prompt.ClipTokenizer;
import dev.zograf.nodes.prompt.ClipTokenizerFiles;
import java.util.List;
import java.util.Map;

/** Stable Diffusion 1 and 2 in the folder layout of diffusers: {@code model_index.json} and a sub-folder for each part. */
final class SdPipeline {

    private static final List<String> PIPELINES = List.of(
            "StableDiffusionPipeline",
            "StableDiffusionImg2ImgPipeline",
            "StableDiffusionInpaintPipeline",
            "StableDiffusionControlNetPipeline");

    private static final Map<String, String> PARTS = Map.of(
            "unet", "UNet2DConditionModel",
            "vae", "AutoencoderKL",
            "text_encoder", "CLIPTextModel",
            "tokenizer", "CLIPTokenizer");

    private final Checkpoint checkpoint;
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
                    "It has no model_index.json. Supported are folders in the layout of diffusers; convert a single file to that.");
        }
        Config index = checkpoint.config("model_index.json");
        String pipeline = index.text("_class_name");
        if (!PIPELINES.contains(pipeline)) {
            throw new BadFileException(
                    index.file(),
                    "The pipeline " + pipeline + " is not supported; supported are " + String.join(", ", PIPELINES)
                            + ".");
        }
        PARTS.forEach((part, wanted) -> {
            Object entry = index.raw(part).orElse(List.of());
            Object found = entry instanceof List<?> pair && pair.size() == 2 ? pair.get(1) : null;
            boolean fast = part.equals("tokenizer") && "CLIPTokenizerFast".equals(found);
            if (!wanted.equals(found) && !fast) {
                throw new BadFileException(
                        index.file(),
                        "The part \"" + part + "\" is " + found + ", which is not supported; supported is " + wanted
                                + ".");
            }
        });
    }

    ClipTextEncoder textEncoder() {
        Config config = checkpoint.config("text_encoder/config.json");
        int positions = config.integer("max_position_embeddings", 77);
        ClipTokenizer tokenizer = ClipTokenizerFiles.read(checkpoint, "tokenizer", positions);
        ClipText definition = ClipText.of(config, tokenizer.length());
        return new ClipTextEncoder(
                tokenizer,
                EditableNetwork.of(networks, definition, checkpoint.weights("text_encoder")),
                definition.layers(),
                config.integer("eos_token_id", 49407));
    }

    SdVaeModel vae() {
        return SdVaeModel.of(checkpoint.config("vae/config.json"), checkpoint.weights("vae"), networks);
    }

    SdDenoiser denoiser(SdVaeModel vae) {
        Config config = checkpoint.config("unet/config.json");
        SdUnetConfig unet = SdUnetConfig.of(config);
        return new SdDenoiser(
                EditableNetwork.of(networks, new SdUnet(unet), checkpoint.weights("unet")),
                vae.latentFormat(),
                unet.inChannels(),
                unet.context(),
                nativeSize(config),
                checkpoint.config("scheduler/scheduler_config.json"));
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
