package dev.zograf.nodes.control;

import dev.zograf.api.Cancellation;
import dev.zograf.api.model.Config;
import dev.zograf.api.model.Evaluation;
import dev.zograf.api.model.Moment;
import dev.zograf.api.model.NetworkPatch;
import dev.zograf.api.model.NoiseLevel;
import dev.zograf.api.model.Patches;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.models.ControlNet;
import dev.zograf.models.SdUnet;
import dev.zograf.models.SdUnetConfig;
import dev.zograf.tensor.EditedNetwork;
import dev.zograf.tensor.Weights;
import dev.zograf.testkit.Samples;
import dev.zograf.testkit.fake.FakeNetworks;
import dev.zograf.testkit.fake.FakeWeights;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A U-Net of some hundred weights and what controls it, computed by the slow reference. */
final class TinyDiffusion {

    static final Map<String, Object> CONFIG = Map.of(
            "block_out_channels", List.of(4, 8),
            "down_block_types", List.of("CrossAttnDownBlock2D", "DownBlock2D"),
            "up_block_types", List.of("UpBlock2D", "CrossAttnUpBlock2D"),
            "layers_per_block", 1,
            "cross_attention_dim", 6,
            "attention_head_dim", 2,
            "norm_num_groups", 2);

    static final SdUnet UNET = new SdUnet(SdUnetConfig.of(Config.of("unet/config.json", CONFIG)));

    private TinyDiffusion() {}

    static ControlNetModel controlNet(Map<String, ?> more) {
        Map<String, Object> all = new HashMap<>(CONFIG);
        all.put("conditioning_embedding_out_channels", List.of(2, 3));
        all.putAll(more);
        ControlNet net = ControlNet.of(Config.of("controlnet/config.json", all));
        return ControlNetModel.of(net, Weights.of(FakeWeights.of(net)), new FakeNetworks());
    }

    static Conditioning conditioning(long seed) {
        return Samples.conditioning(1, 3, 6, seed);
    }

    /** The network's output on a latent with all patches of the conditioning that count at that moment. */
    static FloatTensor predict(FloatTensor x, Moment moment, Conditioning conditioning) {
        List<NetworkPatch> patches = Patches.of(conditioning).stream()
                .filter(patch -> patch.isActive(moment))
                .toList();
        Map<String, HostTensor> inputs = new HashMap<>(Map.of(
                "sample", x,
                "timestep", FloatTensor.of(new float[] {500}, 1).repeatTo(x.dim(0)),
                "encoder_hidden_states", conditioning.tokens().repeatTo(x.dim(0))));
        for (int i = 0; i < patches.size(); i++) {
            int edit = i;
            patches.get(i)
                    .inputs(Evaluation.of(x.shape(), moment))
                    .forEach((name, value) -> inputs.put(EditedNetwork.name(edit, name), value));
        }
        return new FakeNetworks()
                .compile(
                        EditedNetwork.of(
                                UNET, patches.stream().map(NetworkPatch::edit).toList()),
                        Weights.of(FakeWeights.of(UNET)))
                .run(inputs, "out", Cancellation.never());
    }

    /** An evaluation of a run of four. */
    static Moment moment(int call) {
        return Moment.of(NoiseLevel.of(1, 10 - 2 * call, 900 - 200 * call), call, 4, 0.1 + 0.2 * call);
    }
}
