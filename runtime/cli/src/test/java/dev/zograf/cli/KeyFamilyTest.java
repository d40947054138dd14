package dev.zograf.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightSource;
import dev.zograf.tensor.Weights;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class KeyFamilyTest {

    private static String family(String... names) {
        return KeyFamily.of(Weights.of(new WeightSource() {
            @Override
            public Optional<Weight> find(String name) {
                return Optional.empty();
            }

            @Override
            public NavigableSet<String> names() {
                return new TreeSet<>(List.of(names));
            }

            @Override
            public String file() {
                return "test";
            }

            @Override
            public String fingerprint() {
                return "";
            }
        }));
    }

    @Test
    void tellsFilesByTheirTensors() {
        assertThat(family(
                        "cond_stage_model.transformer.text_model.final_layer_norm.bias",
                        "model.diffusion_model.out.0.bias",
                        "first_stage_model.decoder.conv_in.bias"))
                .isEqualTo("stable-diffusion-1");
        assertThat(family("cond_stage_model.model.ln_final.bias", "model.diffusion_model.out.0.bias"))
                .isEqualTo("stable-diffusion-2");
        assertThat(family("conditioner.embedders.0.x", "model.diffusion_model.out.0.bias"))
                .isEqualTo("stable-diffusion-xl");
        assertThat(family("down_blocks.0.x", "time_embedding.linear_1.bias")).isEqualTo("unet");
        assertThat(family("encoder.conv_in.bias", "decoder.conv_in.bias")).isEqualTo("vae");
        assertThat(family("text_model.embeddings.x")).isEqualTo("clip-text");
        assertThat(family("lora_unet_x.lora_down.weight")).isEqualTo("lora");
        assertThat(family("something.else")).isEqualTo("unknown");
        assertThat(family()).isEqualTo("unknown");
    }
}
