package dev.zograf.nodes.loaders;

import dev.zograf.api.model.Config;
import dev.zograf.api.model.LatentFormat;
import dev.zograf.api.model.Networks;
import dev.zograf.api.model.TextEncoder;
import dev.zograf.models.PixArtTransformer;
import dev.zograf.models.PixArtTransformerConfig;
import dev.zograf.nodes.lora.LowRankPatch;
import dev.zograf.nodes.patch.EditableNetwork;
import dev.zograf.tensor.Weights;
import java.util.Map;

/** PixArt-Sigma, and PixArt-alpha so far as it is not told the size of the picture, in the folder layout of diffusers. */
record PixArtPipeline(ModelIndex index, Networks networks) implements TransformerPipeline {

    /** The class of its denoiser. */
    static final String TRANSFORMER = "PixArtTransformer2DModel";

    /** What that was called before: a class of many networks, told apart by their norms. */
    static final String BEFORE = "Transformer2DModel";

    private static final String ALPHA = "PixArtAlphaPipeline";

    /** The latents of its published VAE, which is SDXL's. */
    static final LatentFormat LATENTS = LatentFormat.of(4, 8, 0.13025, 0);

    /** How the published models were trained. */
    static final Map<String, Object> TRAINING = Map.of(
            "_class_name",
            "DPMSolverMultistepScheduler",
            "beta_start",
            0.0001,
            "beta_end",
            0.02,
            "beta_schedule",
            "linear",
            "num_train_timesteps",
            1000,
            "algorithm_type",
            "dpmsolver++",
            "solver_order",
            2);

    static boolean isOf(ModelIndex index) {
        return index.pipeline().equals("PixArtSigmaPipeline")
                || index.pipeline().equals(ALPHA);
    }

    @Override
    public String family() {
        return "pixart";
    }

    @Override
    public TextEncoder textEncoder() {
        return new JointTowers(networks)
                .pixart(index, transformer().context(), index.pipeline().equals(ALPHA));
    }

    private PixArtTransformerConfig transformer() {
        String type = index.isOf(TransformerInputs.NETWORK, BEFORE) ? BEFORE : TRANSFORMER;
        index.require(TransformerInputs.NETWORK, type, WITHOUT);
        return PixArtTransformerConfig.of(index.checkpoint().config("transformer/config.json"));
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
            PixArtTransformerConfig config, Weights weights, LatentFormat format, Config scheduler, Networks networks) {
        return new NetworkDenoiser(
                EditableNetwork.of(networks, new PixArtTransformer(config), weights, LowRankPatch.ready(weights)),
                new NetworkDenoiser.Trained(
                        new PixArtInputs(config.inChannels(), config.context()),
                        format,
                        config.sampleSize(),
                        scheduler));
    }
}
