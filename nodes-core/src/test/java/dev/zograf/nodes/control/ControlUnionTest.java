package dev.zograf.nodes.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.BadFileException;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.model.Config;
import dev.zograf.api.model.Patches;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.models.ControlNet;
import dev.zograf.tensor.Weights;
import dev.zograf.testkit.NodeHarness;
import dev.zograf.testkit.Samples;
import dev.zograf.testkit.fake.FakeNetworks;
import dev.zograf.testkit.fake.FakeWeights;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A ControlNet for several kinds of control pictures. */
class ControlUnionTest {

    private static final FloatTensor LATENT = Samples.normal(1, 1, 4, 4, 6);
    private static final ControlNetModel UNION = union(6, ofSdxl());

    private static Map<String, Object> ofSdxl() {
        return Map.of(
                "conditioning_embedding_out_channels",
                List.of(2, 3),
                "addition_embed_type",
                "text_time",
                "addition_time_embed_dim",
                2,
                "projection_class_embeddings_input_dim",
                16);
    }

    private static ControlNetModel union(int kinds, Map<String, ?> more) {
        Map<String, Object> all = new HashMap<>(TinyDiffusion.CONFIG);
        all.putAll(more);
        Weights told = Weights.of(FakeWeights.of(Map.of("task_embedding", new long[] {kinds, 4})));
        ControlNet net = ControlNet.of(Config.of("controlnet/config.json", all)).with(told);
        String layer = "transformer_layes.0.";
        FakeWeights weights = FakeWeights.of(net)
                .with(layer + "attn.in_proj_weight", 12, 4)
                .with(layer + "attn.in_proj_bias", 12)
                .with(layer + "attn.out_proj.weight", 4, 4)
                .with(layer + "attn.out_proj.bias", 4)
                .with(layer + "ln_1.weight", 4)
                .with(layer + "ln_1.bias", 4)
                .with(layer + "ln_2.weight", 4)
                .with(layer + "ln_2.bias", 4)
                .with(layer + "mlp.c_fc.weight", 16, 4)
                .with(layer + "mlp.c_fc.bias", 16)
                .with(layer + "mlp.c_proj.weight", 4, 16)
                .with(layer + "mlp.c_proj.bias", 4);
        return ControlNetModel.of(net, Weights.of(weights), new FakeNetworks());
    }

    private static ControlNetModel told(ControlNetModel net, String kind) throws Exception {
        return NodeHarness.of(new SetControlNetKind())
                .run(Map.of("controlnet", net, "kind", kind))
                .controlnet();
    }

    private static Conditioning applied(ControlNetModel net) throws Exception {
        return NodeHarness.of(new ApplyControlNet())
                .run(Map.of(
                        "positive",
                        TinyDiffusion.conditioning(2),
                        "negative",
                        TinyDiffusion.conditioning(3),
                        "controlnet",
                        net,
                        "image",
                        Samples.noise(1, 12, 8, 4)))
                .positive();
    }

    private static float[] predict(Conditioning conditioning) {
        return TinyDiffusion.predict(LATENT, TinyDiffusion.moment(0), conditioning)
                .toArray();
    }

    @Test
    void eachKindSaysSomethingElseInOneGraph() throws Exception {
        Conditioning depth = applied(told(UNION, "depth"));
        Conditioning line = applied(told(UNION, "line"));

        assertThat(predict(depth)).isNotEqualTo(predict(line)).isNotEqualTo(predict(applied(UNION)));
        assertThat(predict(applied(told(UNION, "auto")))).isEqualTo(predict(applied(UNION)));
        assertThat(Patches.of(depth).get(0).edit())
                .isEqualTo(Patches.of(line).get(0).edit());
    }

    @Test
    void kindsThatItWasNotTrainedOnAreRefused() throws Exception {
        assertThatThrownBy(() -> told(UNION, "tile"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(
                        "knows 6 kinds of pictures, which are pose, depth, scribble, line, normal, segmentation.");
        assertThat(predict(applied(told(union(8, ofSdxl()), "tile")))).isNotEmpty();
    }

    @Test
    void oneForOneKindHasNone() {
        assertThatThrownBy(() -> told(TinyDiffusion.controlNet(Map.of()), "depth"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("leave set-controlnet-kind out");
    }

    @Test
    void thoseOfOtherFamiliesAreRefused() {
        assertThatThrownBy(() -> union(6, Map.of()))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("supported are those of SDXL");
    }
}
