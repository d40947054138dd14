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
                .isEqualTo(new ClipVision(3, 28, 14, 48, 120, 12, 3, "quick_gelu", 1e-5, true, VisionPooling.FIRST));
        assertThat(ClipText.of(OpenClipConfig.text(model, 49408), 77))
                .isEqualTo(new ClipText(
                        "text_encoder", 49408, 77, 77, 8, 32, 12, 8, "quick_gelu", 1e-6, ClipText.Sight.CAUSAL));
    }

    @Test
    void takesWhatOtherPublishedModelsHave() {
        Config average = model(
                Map.of(
                        "pool_type",
                        "avg",
                        "final_ln_after_pool",
                        true,
                        "no_ln_pre",
                        true,
                        "pos_embed_type",
                        "sin_cos_2d"),
                Map.of("pool_type", "last", "no_causal_mask", true, "ls_init_value", 0.1));
        Config coca = model(
                Map.of("attentional_pool", true, "attn_pooler_heads", 12),
                Map.of("embed_cls", true, "context_length", 76));

        assertThat(ClipVision.of(OpenClipConfig.vision(average)).normFirst()).isFalse();
        assertThat(ClipVision.of(OpenClipConfig.vision(average)).pooling()).isEqualTo(new VisionPooling(true, true, 0));
        assertThat(ClipText.of(OpenClipConfig.text(average, 49408), 77).sight()).isEqualTo(ClipText.Sight.ALL);
        assertThat(ClipVision.of(OpenClipConfig.vision(coca)).pooling()).isEqualTo(new VisionPooling(false, false, 12));
        assertThat(ClipText.of(OpenClipConfig.text(coca, 49408), 76).sight()).isEqualTo(ClipText.Sight.SUMMARY);
        assertThat(ClipText.of(OpenClipConfig.text(coca, 49408), 76).positions())
                .isEqualTo(77);
    }

    @ParameterizedTest
    @CsvSource({
        "pool_type, none",
        "attentional_pool, parallel",
        "qk_norm, true",
        "timm_model_name, vit_base",
        "pos_embed_type, rope"
    })
    void towersOfOtherArchitecturesAreNamed(String setting, String value) {
        Object read = value.equals("true") ? Boolean.TRUE : value;

        assertThatThrownBy(() -> OpenClipConfig.vision(model(Map.of(setting, read), Map.of())))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("\"" + setting + "\": " + value + " is not supported");
    }

    @Test
    void aResNetIsNamed() {
        assertThatThrownBy(() -> OpenClipConfig.vision(model(Map.of("layers", List.of(3, 4, 6, 3)), Map.of())))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("[3, 4, 6, 3] are those of a ResNet");
    }

    @Test
    void textTowersOfOtherArchitecturesAndPicturesThatAreNoSquaresAreNamed() {
        assertThatThrownBy(() -> OpenClipConfig.text(model(Map.of(), Map.of("hf_model_name", "roberta")), 49408))
                .hasMessageContaining("\"hf_model_name\": roberta is not supported");
        assertThatThrownBy(() -> OpenClipConfig.vision(model(Map.of("image_size", List.of(224, 336)), Map.of())))
                .hasMessageContaining("[224, 336] is no square");
    }
}
