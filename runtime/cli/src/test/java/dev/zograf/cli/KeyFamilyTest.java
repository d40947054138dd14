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
        assertThat(family("down_blocks.0.x", "time_embedding.linear_1.bias")).isEqualTo("unet");
        assertThat(family("encoder.conv_in.bias", "decoder.conv_in.bias")).isEqualTo("vae");
        assertThat(family("text_model.embeddings.x")).isEqualTo("clip-text");
        assertThat(family("lora_unet_x.lora_down.weight")).isEqualTo("lora");
        assertThat(family("unet.mid_block.x.lora_A.weight")).isEqualTo("lora");
        assertThat(family("lora_unet_x.hada_w1_a")).isEqualTo("lora");
        assertThat(family("unet:0:up", "unet:0:down")).isEqualTo("lora");
        assertThat(family("adapter.body.0.resnets.0.block1.weight")).isEqualTo("t2i-adapter");
        assertThat(family("image_proj.proj.weight", "ip_adapter.1.to_k_ip.weight"))
                .isEqualTo("ip-adapter");
        assertThat(family("emb_params")).isEqualTo("embedding");
        assertThat(family("clip_g", "clip_l")).isEqualTo("embedding");
        assertThat(family("vision_model.embeddings.class_embedding")).isEqualTo("clip-vision");
        assertThat(family("layers.0.residual_group.blocks.0.x", "conv_after_body.bias"))
                .isEqualTo("upscaler-swinir");
        assertThat(family("something.else")).isEqualTo("unknown");
        assertThat(family()).isEqualTo("unknown");
    }
}
