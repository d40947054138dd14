package dev.zograf.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Config;
import dev.zograf.tensor.TensorGraph;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClipTextTest {

    private static final Config PUBLISHED = Config.of(
            "text_encoder/config.json",
            Map.of("hidden_size", 768, "intermediate_size", 3072, "num_attention_heads", 12));

    @Test
    void hasAsManyParametersAsThePublishedNetwork() {
        assertThat(DeclaredWeights.of(ClipText.of(PUBLISHED, 77)).parameters()).isEqualTo(123_060_480L);
    }

    @Test
    void givesEveryHiddenStateRawAndNormed() {
        ClipText text = ClipText.of(PUBLISHED, 32);
        TensorGraph graph = DeclaredWeights.of(text)
                .put("text_model.embeddings.position_ids", 1, 77)
                .graph(text);

        assertThat(graph.problems()).isEmpty();
        assertThat(graph.outputs()).containsKeys("hidden_states.0", "hidden_states.12", "normed.11", "out", "pooled");
        assertThat(graph.outputs().get("out").shape()).hasToString("[batch, 32, 768]");
        assertThat(graph.outputs().get("pooled").shape()).hasToString("[batch, 768]");
    }

    @Test
    void namesMayLackThePrefix() {
        ClipText text = ClipText.of(PUBLISHED, 77);

        assertThat(DeclaredWeights.of(text).rename("text_model.", "").problems(text))
                .isEmpty();
    }

    @Test
    void refusesHeadsThatDoNotDivideTheWidth() {
        assertThatThrownBy(() -> ClipText.of(Config.of("config.json", Map.of("num_attention_heads", 5)), 77))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("a width of 512 cannot be split among 5 heads");
    }
}
