package dev.zograf.nodes.patch;

import dev.zograf.api.model.Config;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.LatentFormat;
import dev.zograf.models.SdUnet;
import dev.zograf.models.SdUnetConfig;
import dev.zograf.nodes.loaders.NetworkDenoiser;
import dev.zograf.nodes.loaders.SdInputs;
import dev.zograf.nodes.vision.EmbeddingNoise;
import dev.zograf.tensor.Weights;
import dev.zograf.testkit.fake.FakeDenoiser;
import dev.zograf.testkit.fake.FakeNetworks;
import dev.zograf.testkit.fake.FakeWeights;
import java.util.List;
import java.util.Map;

/** A U-Net of some hundred weights, computed by the slow reference; its conditionings are 6 wide. */
public final class TinyDenoiser {

    private TinyDenoiser() {}

    /** One with four levels of attention and convolution, the finest of 4 channels. */
    public static Denoiser create() {
        SdUnet unet = unet();
        return new NetworkDenoiser(
                EditableNetwork.of(new FakeNetworks(), unet, Weights.of(FakeWeights.of(unet))),
                new NetworkDenoiser.Trained(
                        new SdInputs(unet.config(), EmbeddingNoise.PLAIN),
                        LatentFormat.of(4, 8, 1, 0),
                        2,
                        new FakeDenoiser().scheduler()));
    }

    /** Its network. */
    static SdUnet unet() {
        return new SdUnet(SdUnetConfig.of(Config.of(
                "unet/config.json",
                Map.of(
                        "block_out_channels", List.of(4, 8, 16),
                        "down_block_types", List.of("CrossAttnDownBlock2D", "DownBlock2D", "DownBlock2D"),
                        "up_block_types", List.of("UpBlock2D", "UpBlock2D", "CrossAttnUpBlock2D"),
                        "layers_per_block", 1,
                        "cross_attention_dim", 6,
                        "attention_head_dim", 2,
                        "norm_num_groups", 2))));
    }
}
