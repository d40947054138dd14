package dev.zograf.nodes.loaders;

import dev.zograf.api.model.Config;
import dev.zograf.api.model.LatentFormat;
import dev.zograf.api.model.Networks;
import dev.zograf.api.model.TextEncoder;
import dev.zograf.models.FluxTransformer;
import dev.zograf.models.FluxTransformerConfig;
import dev.zograf.nodes.lora.LowRankPatch;
import dev.zograf.nodes.patch.EditableNetwork;
import dev.zograf.tensor.Weights;
import java.util.List;
import java.util.Map;

/** FLUX.1 in the folder layout of diffusers, or what reads like it. */
record FluxPipeline(ModelIndex index, Networks networks) implements TransformerPipeline {

    /** The class of its denoiser. */
    static final String TRANSFORMER = "FluxTransformer2DModel";

    /** The latents of its published VAE. */
    static final LatentFormat LATENTS = LatentFormat.of(16, 8, 0.3611, 0.1159);

    /** The side of the pictures that it was trained on, in latent pixels; its configuration does not say. */
    private static final int NATIVE_SIZE = 128;

    private static final List<String> PIPELINES = List.of(
            "FluxPipeline",
            "FluxImg2ImgPipeline",
            "FluxInpaintPipeline",
            "FluxFillPipeline",
            "FluxControlPipeline",
            "FluxControlNetPipeline",
            "FluxKontextPipeline");

    static boolean isOf(ModelIndex index) {
        return PIPELINES.contains(index.pipeline());
    }

    @Override
    public String family() {
        return "flux";
    }

    @Override
    public TextEncoder textEncoder() {
        return new JointTowers(networks).flux(index);
    }

    private FluxTransformerConfig transformer() {
        index.require(TransformerInputs.NETWORK, TRANSFORMER, WITHOUT);
        return FluxTransformerConfig.of(index.checkpoint().config("transformer/config.json"));
    }

    @Override
    public LatentFormat published() {
        return LATENTS;
    }

    @Override
    public NetworkDenoiser denoiser(LatentFormat format) {
        return denoiser(transformer(), weights(), format, scheduler(), networks);
    }

    /** How the published models were trained; only those that are told the guidance have a shift, which grows with the picture. */
    static Map<String, Object> training(FluxTransformerConfig config) {
        return Map.of(
                "_class_name",
                "FlowMatchEulerDiscreteScheduler",
                "num_train_timesteps",
                1000,
                "use_dynamic_shifting",
                config.guidanceEmbeds(),
                "shift",
                config.guidanceEmbeds() ? 3.0 : 1.0);
    }

    /** A denoiser from its configuration and weights. */
    static NetworkDenoiser denoiser(
            FluxTransformerConfig config, Weights weights, LatentFormat format, Config scheduler, Networks networks) {
        return new NetworkDenoiser(
                EditableNetwork.of(networks, new FluxTransformer(config), weights, LowRankPatch.ready(weights)),
                new NetworkDenoiser.Trained(
                        new TransformerInputs(
                                config.inChannels(),
                                config.context(),
                                config.pooled(),
                                config.guidanceEmbeds(),
                                Integer.MAX_VALUE),
                        format,
                        NATIVE_SIZE,
                        // Its pipelines spread the steps evenly from 1 to 1/n, whether or not the shift grows.
                        scheduler.with(Map.of("even_sigmas", true))));
    }
}
