package dev.zograf.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.tensor.DType;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightData;
import dev.zograf.tensor.WeightStorage;
import dev.zograf.tensor.Weights;
import dev.zograf.testkit.fake.FakeWeights;
import dev.zograf.testkit.fake.GivenWeights;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OpenClipLayoutTest {

    private static final FakeWeights STORED = FakeWeights.of(Map.of(
            "visual.proj", new long[] {2, 3},
            "visual.class_embedding", new long[] {2},
            "visual.transformer.resblocks.11.attn.in_proj_weight", new long[] {6, 2},
            "visual.transformer.resblocks.11.attn.out_proj.bias", new long[] {2},
            "visual.transformer.resblocks.11.mlp.c_fc.weight", new long[] {8, 2},
            "text.transformer.resblocks.0.ln_1.bias", new long[] {2},
            "text.positional_embedding", new long[] {5, 2},
            "attn_mask", new long[] {5, 5},
            "visual.head.query", new long[] {4}));

    private final Weights weights = OpenClipLayout.of(Weights.of(STORED));

    @Test
    void hasTheNamesOfTransformersAndKeepsWhatItDoesNotKnow() {
        assertThat(weights.names())
                .containsExactly(
                        "text_model.embeddings.position_embedding.weight",
                        "text_model.encoder.layers.0.layer_norm1.bias",
                        "vision_model.embeddings.class_embedding",
                        "vision_model.encoder.layers.11.mlp.fc1.weight",
                        "vision_model.encoder.layers.11.self_attn.k_proj.weight",
                        "vision_model.encoder.layers.11.self_attn.out_proj.bias",
                        "vision_model.encoder.layers.11.self_attn.q_proj.weight",
                        "vision_model.encoder.layers.11.self_attn.v_proj.weight",
                        "visual.head.query",
                        "visual_projection.weight");
    }

    @Test
    void queriesKeysAndValuesAreThirds() {
        float[] all = numbers(STORED.find("visual.transformer.resblocks.11.attn.in_proj_weight"));
        String scope = "vision_model.encoder.layers.11.self_attn.";

        assertThat(numbers(weights.find(scope + "q_proj.weight"))).containsExactly(all[0], all[1], all[2], all[3]);
        assertThat(numbers(weights.find(scope + "k_proj.weight"))).containsExactly(all[4], all[5], all[6], all[7]);
        assertThat(numbers(weights.find(scope + "v_proj.weight"))).containsExactly(all[8], all[9], all[10], all[11]);
    }

    @Test
    void projectionsAreTransposed() {
        float[] p = numbers(STORED.find("visual.proj"));

        assertThat(weights.find("visual_projection.weight").orElseThrow().shape())
                .containsExactly(3, 2);
        assertThat(numbers(weights.find("visual_projection.weight")))
                .containsExactly(p[0], p[3], p[1], p[4], p[2], p[5]);
    }

    @Test
    void thirdsOfAMappedMatrixStayMapped() {
        Path file = Path.of("clip.safetensors");
        Weight whole = Weight.of(
                "x.transformer.resblocks.0.attn.in_proj_bias",
                DType.F16,
                new long[] {12},
                new WeightStorage.InFile(file, 1000, 24));
        Weights scope = Weights.of(GivenWeights.of(Map.of(whole.name(), whole))).at("x");

        Weight values = OpenClipLayout.of(scope)
                .find("text_model.encoder.layers.0.self_attn.v_proj.bias")
                .orElseThrow();

        assertThat(values.storage()).isEqualTo(new WeightStorage.InFile(file, 1016, 8));
    }

    private static float[] numbers(Optional<Weight> weight) {
        return WeightData.floats(weight.orElseThrow());
    }
}
