package dev.zograf.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Config;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenClipConfigTest {

    private static Config model(Map<String, ?> vision, Map<String, ?> text) {
        return Config.of("open_clip_config.json", Map.of("vision_cfg", vision, "text_cfg", text, "quick_gelu", true));
    }

    @Test
    void saysTheSameInTheFieldsOfTransformers() {
        Config model = model(
                Map.of(
                        "image_size",
                        List.of(28, 28),
                        "patch_size",
                        14,
                        "width",
                        48,
                        "head_width",
                        16,
                        "mlp_ratio",
                        2.5),
                Map.of("width", 8, "norm_kwargs", Map.of("eps", 1e-6)));

        assertThat(ClipVision.of(OpenClipConfig.vision(model)))
                .isEqualTo(new ClipVision(3, 28, 14, 48, 120, 12, 3, "quick_gelu", 1e-5));
        assertThat(ClipText.of(OpenClipConfig.text(model, 49408), 77))
                .isEqualTo(new ClipText("text_encoder", 49408, 77, 77, 8, 32, 12, 8, "quick_gelu", 1e-6));
    }

    @ParameterizedTest
    @CsvSource({
        "pool_type, avg",
        "no_ln_pre, true",
        "ls_init_value, 0.1",
        "timm_model_name, vit_base",
        "pos_embed_type, sin_cos_2d"
    })
    void towersOfOtherArchitecturesAreNamed(String setting, String value) {
        Object read = value.equals("true") ? Boolean.TRUE : value;

        assertThatThrownBy(() -> OpenClipConfig.vision(model(Map.of(setting, read), Map.of())))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("\"" + setting + "\": " + value + " is not supported");
    }

    @Test
    void textTowersOfOtherArchitecturesAndPicturesThatAreNoSquaresAreNamed() {
        assertThatThrownBy(() -> OpenClipConfig.text(model(Map.of(), Map.of("hf_model_name", "roberta")), 49408))
                .hasMessageContaining("\"hf_model_name\": roberta is not supported");
        assertThatThrownBy(() -> OpenClipConfig.vision(model(Map.of("image_size", List.of(224, 336)), Map.of())))
                .hasMessageContaining("[224, 336] is no square");
    }
}
