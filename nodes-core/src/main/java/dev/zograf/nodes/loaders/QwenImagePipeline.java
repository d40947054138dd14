package dev.zograf.nodes.loaders;

import dev.zograf.api.model.Config;
import dev.zograf.api.model.LatentFormat;
import dev.zograf.api.model.Networks;
import dev.zograf.api.model.TextEncoder;
import dev.zograf.models.QwenImageTransformer;
import dev.zograf.models.QwenImageTransformerConfig;
import dev.zograf.nodes.lora.LowRankPatch;
import dev.zograf.nodes.patch.EditableNetwork;
import dev.zograf.tensor.Weights;
import java.util.List;
import java.util.Map;

/** Qwen-Image and Qwen-Image-Edit in the folder layout of diffusers, or what reads like it. */
record QwenImagePipeline(ModelIndex index, Networks networks) implements TransformerPipeline {

    /** The class of its denoiser. */
    static final String TRANSFORMER = "QwenImageTransformer2DModel";

    /** The latents of its published VAE. */
    static final LatentFormat LATENTS = QwenLatents.published();

    /** The side of the pictures that it was trained on, in latent pixels; its configuration does not say. */
    private static final int NATIVE_SIZE = 128;

    /** How the published models were trained. */
    static final Map<String, Object> TRAINING = Map.of(
            "_class_name",
            "FlowMatchEulerDiscreteScheduler",
            "base_image_seq_len",
            256,
            "base_shift",
            0.5,
            "max_image_seq_len",
            8192,
            "max_shift",
            0.9,
            "num_train_timesteps",
            1000,
            "shift",
            1.0,
            "shift_terminal",
            0.02,
            "use_dynamic_shifting",
            true);

    private static final List<String> PIPELINES = List.of(
            "QwenImagePipeline",
            "QwenImageImg2ImgPipeline",
            "QwenImageInpaintPipeline",
            "QwenImageEditPipeline",
            "QwenImageEditInpaintPipeline",
            "QwenImageEditPlusPipeline");

    static boolean isOf(ModelIndex index) {
        return PIPELINES.contains(index.pipeline());
    }

    @Override
    public String family() {
        return QwenTowers.FAMILY;
    }

    @Override
    public TextEncoder textEncoder() {
        return QwenTowers.of(index, networks);
    }

    @Override
    public String vaeClass() {
        return "AutoencoderKLQwenImage";
    }

    private QwenImageTransformerConfig transformer() {
        index.require(TransformerInputs.NETWORK, TRANSFORMER, WITHOUT);
        return QwenImageTransformerConfig.of(index.checkpoint().config("transformer/config.json"));
    }

    @Override
    public LatentFormat published() {
        return LATENTS;
    }

    @Override
    public NetworkDenoiser denoiser(LatentFormat format) {
        return denoiser(transformer(), weights(), format, scheduler(), networks);
    }

    /** A denoiser from its configuration and weights. */
    static NetworkDenoiser denoiser(
            QwenImageTransformerConfig config,
            Weights weights,
            LatentFormat format,
            Config scheduler,
            Networks networks) {
        return new NetworkDenoiser(
                EditableNetwork.of(networks, new QwenImageTransformer(config), weights, LowRankPatch.ready(weights)),
                new NetworkDenoiser.Trained(
                        new QwenImageInputs(config.inChannels(), config.context()),
                        format,
                        NATIVE_SIZE,
                        // Its pipelines spread the steps evenly from 1 to 1/n; node-based interfaces shift them all the
                        // same
                        // way, whatever the size.
                        scheduler.with(Map.of("even_sigmas", true, "named_max_shift", 1.15))));
    }
}
