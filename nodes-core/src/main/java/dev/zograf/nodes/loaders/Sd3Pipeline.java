package dev.zograf.nodes.loaders;

import dev.zograf.api.model.Config;
import dev.zograf.api.model.LatentFormat;
import dev.zograf.api.model.Networks;
import dev.zograf.api.model.TextEncoder;
import dev.zograf.models.Sd3Transformer;
import dev.zograf.models.Sd3TransformerConfig;
import dev.zograf.nodes.lora.LowRankPatch;
import dev.zograf.nodes.patch.EditableNetwork;
import dev.zograf.tensor.Weights;
import java.util.List;
import java.util.Map;

/** Stable Diffusion 3 and 3.5 in the folder layout of diffusers, or what reads like it. Any of its three text encoders may be missing. */
record Sd3Pipeline(ModelIndex index, Networks networks) implements TransformerPipeline {

    /** The class of its denoiser. */
    static final String TRANSFORMER = "SD3Transformer2DModel";

    /** The latents of its published VAE. */
    static final LatentFormat LATENTS = LatentFormat.of(16, 8, 1.5305, 0.0609);

    /** How the published models were trained. */
    static final Map<String, Object> TRAINING =
            Map.of("_class_name", "FlowMatchEulerDiscreteScheduler", "num_train_timesteps", 1000, "shift", 3.0);

    private static final List<String> PIPELINES = List.of(
            "StableDiffusion3Pipeline",
            "StableDiffusion3Img2ImgPipeline",
            "StableDiffusion3InpaintPipeline",
            "StableDiffusion3ControlNetPipeline",
            "StableDiffusion3ControlNetInpaintingPipeline");

    static boolean isOf(ModelIndex index) {
        return PIPELINES.contains(index.pipeline());
    }

    @Override
    public String family() {
        return "sd3";
    }

    @Override
    public TextEncoder textEncoder() {
        return new JointTowers(networks).sd3(index, transformer().context());
    }

    private Sd3TransformerConfig transformer() {
        index.require(TransformerInputs.NETWORK, TRANSFORMER, WITHOUT);
        return Sd3TransformerConfig.of(index.checkpoint().config("transformer/config.json"));
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
            Sd3TransformerConfig config, Weights weights, LatentFormat format, Config scheduler, Networks networks) {
        return new NetworkDenoiser(
                EditableNetwork.of(networks, new Sd3Transformer(config), weights, LowRankPatch.ready(weights)),
                new NetworkDenoiser.Trained(
                        new TransformerInputs(
                                config.inChannels(),
                                config.context(),
                                config.pooled(),
                                false,
                                config.largestSide() * format.factor()),
                        format,
                        config.sampleSize(),
                        scheduler));
    }
}
