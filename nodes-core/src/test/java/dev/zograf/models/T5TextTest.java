package dev.zograf.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Config;
import dev.zograf.tensor.TensorGraph;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class T5TextTest {

    /** T5 v1.1 XXL. */
    private static final Config PUBLISHED = Config.of(
            "text_encoder/config.json",
            Map.of(
                    "d_model", 4096,
                    "d_kv", 64,
                    "d_ff", 10240,
                    "num_layers", 24,
                    "num_heads", 64,
                    "vocab_size", 32128,
                    "feed_forward_proj", "gated-gelu",
                    "is_gated_act", true,
                    "dense_act_fn", "gelu_new",
                    "is_encoder_decoder", true));

    @Test
    void hasAsManyParametersAsThePublishedEncoder() {
        T5Text text = T5Text.of(PUBLISHED);
        DeclaredWeights weights = DeclaredWeights.of(text);

        assertThat(weights.parameters()).isEqualTo(4_762_310_656L);
        assertThat(weights.problems(text)).isEmpty();
        assertThat(weights.graph(text).outputs().get("out").shape()).hasToString("[batch, tokens, 4096]");
    }

    @Test
    void takesTheTokensByEitherNameAndLeavesTheDecoderAlone() {
        T5Text text = T5Text.of(PUBLISHED);

        assertThat(DeclaredWeights.of(text)
                        .put("shared.weight", 32128, 4096)
                        .put("decoder.final_layer_norm.weight", 4096)
                        .put("lm_head.weight", 32128, 4096)
                        .problems(text))
                .isEmpty();
        assertThat(DeclaredWeights.of(text)
                        .remove("encoder.embed_tokens.weight")
                        .put("shared.weight", 32128, 4096)
                        .problems(text))
                .isEmpty();
    }

    @Test
    void namesWhatIsMissingMisshapenOrTooMuch() {
        T5Text text = T5Text.of(PUBLISHED);

        assertThat(DeclaredWeights.of(text)
                        .remove("encoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight")
                        .put("encoder.block.3.layer.1.layer_norm.weight", 7)
                        .put("encoder.block.24.layer.0.layer_norm.weight", 4096)
                        .problems(text))
                .containsExactlyInAnyOrder(
                        "encoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight is missing",
                        "encoder.block.3.layer.1.layer_norm.weight has the shape [7] where [4096] is needed",
                        "encoder.block.24.layer.0.layer_norm.weight is in the file, but the configuration has no place"
                                + " for it");
    }

    @Test
    void theFirstVersionHasNoGates() {
        T5Text text = T5Text.of(Config.of("config.json", Map.of("num_layers", 1)));

        assertThat(DeclaredWeights.of(text).names())
                .contains("encoder.block.0.layer.1.DenseReluDense.wi.weight")
                .doesNotContain("encoder.block.0.layer.1.DenseReluDense.wi_0.weight");
    }

    @Test
    void asksForAMaskIfItIsToldTo() {
        T5Text plain = T5Text.of(PUBLISHED).named("text_encoder_3");
        T5Text masked = plain.withMask();
        TensorGraph graph = DeclaredWeights.of(masked).graph(masked);

        assertThat(masked.name()).isEqualTo("text_encoder_3");
        assertThat(graph.isSeldomRun()).isTrue();
        assertThat(graph.inputs()).containsOnlyKeys("ids", "buckets", "mask");
        assertThat(DeclaredWeights.of(plain).graph(plain).inputs()).containsOnlyKeys("ids", "buckets");
    }

    @Test
    void halfOfTheBucketsAreForWhatIsAhead() {
        assertThat(T5Text.of(PUBLISHED).bucketsBetween(3)).containsExactly(0, 17, 18, 1, 0, 17, 2, 1, 0);
        assertThatThrownBy(() -> T5Buckets.between(0, 32, 128)).hasMessageContaining("no token");
    }

    /** Worked out with PyTorch, where rounding in 32 bits decides at the edges. */
    @ParameterizedTest
    @CsvSource({
        "32, 128, 7, 23", "32, 128, 8, 24", "32, 128, 11, 24", "32, 128, 12, 25", "32, 128, 63, 29",
        "32, 128, 64, 30", "32, 128, 90, 30", "32, 128, 91, 31", "32, 128, 4000, 31", "32, 128, -4000, 15",
        "16, 100, 4, 12", "16, 100, -20, 6", "4, 2, 1, 3", "4, 2, -2, 1"
    })
    void distancesGrowAsALogarithm(int buckets, int farthest, int distance, int bucket) {
        assertThat(T5Buckets.of(distance, buckets, farthest)).isEqualTo(bucket);
    }

    @ParameterizedTest
    @CsvSource({
        "feed_forward_proj, gated-silu, gated-silu is not supported",
        "model_type, umt5, umt5 is not supported",
        "dense_act_fn, relu, relu is not supported; supported is: gelu_new",
        "num_layers, 0, has to be from 1 to 1000",
        "num_heads, 2000000000, has to be from 1 to 1000",
        "relative_attention_num_buckets, 2, there have to be 4 or more",
        "relative_attention_max_distance, 8, there have to be 4 or more",
    })
    void refusesWhatIsNotHere(String name, String value, String why) {
        Object told = value.matches("\\d+") ? (Object) Integer.valueOf(value) : value;

        assertThatThrownBy(() -> T5Text.of(PUBLISHED.with(Map.of(name, told))))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining(name)
                .hasMessageContaining(why);
    }

    @Test
    void refusesADecoder() {
        assertThatThrownBy(() -> T5Text.of(PUBLISHED.with(Map.of("is_decoder", true))))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("is_decoder");
    }
}
