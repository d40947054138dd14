package dev.zograf.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Config;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weights;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClipVisionTest {

    private static final ClipVision LARGE = ClipVision.of(Config.of(
            "config.json",
            Map.of(
                    "hidden_size", 1024,
                    "intermediate_size", 4096,
                    "num_hidden_layers", 24,
                    "num_attention_heads", 16,
                    "patch_size", 14)));

    @Test
    void hasAsManyParametersAsThePublishedNetwork() {
        assertThat(DeclaredWeights.of(LARGE)
                        .put("visual_projection.weight", 768, 1024)
                        .parameters())
                .isEqualTo(303_966_208L);
    }

    @Test
    void givesEveryHiddenStateAndAnEmbeddingIfThereIsAProjection() {
        TensorGraph without = DeclaredWeights.of(LARGE).graph(LARGE);
        TensorGraph with = DeclaredWeights.of(LARGE)
                .put("visual_projection.weight", 768, 1024)
                .graph(LARGE);

        assertThat(without.outputs())
                .containsKeys("hidden_states.0", "hidden_states.24")
                .doesNotContainKey("image_embeds");
        assertThat(with.problems()).isEmpty();
        assertThat(with.outputs().get("hidden_states.23").shape()).hasToString("[batch, 257, 1024]");
        assertThat(with.outputs().get("pooled").shape()).hasToString("[batch, 1024]");
        assertThat(with.outputs().get("image_embeds").shape()).hasToString("[batch, 768]");
    }

    @Test
    void isKnownByItsShapes() {
        DeclaredWeights weights = DeclaredWeights.of(LARGE);

        assertThat(ClipVision.detect(Weights.of(weights))).contains(LARGE);
        assertThat(ClipVision.detect(Weights.of(weights.rename("vision_model.", "vision_model.vision_model."))))
                .contains(LARGE);
        assertThat(ClipVision.detect(Weights.of(weights.rename("vision_model.vision_model.", ""))))
                .contains(LARGE);
        assertThat(ClipVision.detect(Weights.of(weights.put("position_embedding.weight", 258, 1024)
                        .put("embeddings.position_embedding.weight", 258, 1024))))
                .isEmpty();
    }

    @Test
    void namesEachTensorThatIsMissingMisshapenOrUnknown() {
        assertThat(DeclaredWeights.of(LARGE)
                        .remove("vision_model.pre_layrnorm.bias")
                        .put("vision_model.embeddings.class_embedding", 7)
                        .put("vision_model.gamma", 1)
                        .problems(LARGE))
                .containsExactlyInAnyOrder(
                        "vision_model.pre_layrnorm.bias is missing",
                        "vision_model.embeddings.class_embedding has the shape [7] where [1024] is needed",
                        "vision_model.gamma is in the file, but the configuration has no place for it");
    }

    @Test
    void refusesHeadsThatDoNotDivideTheWidth() {
        assertThatThrownBy(() -> ClipVision.of(Config.of("config.json", Map.of("num_attention_heads", 5))))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("12 layers and 5 heads for a width of 768");
    }
}
