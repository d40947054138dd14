package dev.zograf.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.BadFileException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigTest {

    private static Config config(Map<String, ?> values) {
        return Config.of("unet/config.json", values);
    }

    @Test
    void nullIsAbsentAndInfinityIsANumber() {
        Map<String, Object> values = new HashMap<>();
        values.put("lambda_min_clipped", Double.NEGATIVE_INFINITY);
        values.put("trained_betas", null);
        Config config = config(values);
        assertThat(config.number("lambda_min_clipped")).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(config.has("trained_betas")).isFalse();
        assertThat(config.with(Map.of("steps_offset", 1)).integer("steps_offset", 0))
                .isEqualTo(1);
    }

    @Test
    void oneNumberStandsForAList() {
        assertThat(config(Map.of("attention_head_dim", 8)).integers("attention_head_dim", 3))
                .containsExactly(8, 8, 8);
        assertThat(config(Map.of("attention_head_dim", List.of(5, 10))).integers("attention_head_dim", 2))
                .containsExactly(5, 10);
    }

    @Test
    void mistakesNameFileFieldAndValue() {
        Config config = config(Map.of("layers", 2.5, "act_fn", 3, "channels", List.of(1, "x"), "heads", List.of(1)));
        assertThatThrownBy(() -> config.integer("layers"))
                .isInstanceOf(BadFileException.class)
                .hasMessageContainingAll("unet/config.json", "layers", "2.5", "whole number");
        assertThatThrownBy(() -> config.text("act_fn")).hasMessageContainingAll("act_fn", "text");
        assertThatThrownBy(() -> config.integers("channels")).hasMessageContaining("channels");
        assertThatThrownBy(() -> config.integers("heads", 2)).hasMessageContainingAll("heads", "1", "2");
        assertThatThrownBy(() -> config.text("missing")).hasMessageContainingAll("missing");
    }
}
