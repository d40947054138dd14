package dev.zograf.nodes.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.InvalidInputException;
import org.junit.jupiter.api.Test;

class LoraTagTest {

    private static LoraTag tag(String text) {
        return LoraTag.of(text, "loras");
    }

    @Test
    void oneNumberIsForBothNetworks() {
        assertThat(tag("fox"))
                .extracting(LoraTag::name, LoraTag::model, LoraTag::text)
                .containsExactly("fox", 1.0, 1.0);
        assertThat(tag("a/fox.safetensors:-0.8"))
                .extracting(LoraTag::name, LoraTag::model, LoraTag::text)
                .containsExactly("a/fox.safetensors", -0.8, -0.8);
    }

    @Test
    void theTextEncoderComesFirst() {
        assertThat(tag("fox:0.3:0.8")).extracting(LoraTag::model, LoraTag::text).containsExactly(0.8, 0.3);
        assertThat(tag("fox:unet=0.5:te=0.3"))
                .extracting(LoraTag::model, LoraTag::text)
                .containsExactly(0.5, 0.3);
        assertThat(tag("fox:te=0.3")).extracting(LoraTag::model, LoraTag::text).containsExactly(1.0, 0.3);
    }

    @Test
    void aDriveIsNoStrength() {
        assertThat(tag("C:\\loras\\fox:0.5").name()).isEqualTo("C:\\loras\\fox");
    }

    @Test
    void tagsAreTakenOutOfPrompts() {
        LoraTag.Prompt prompt = LoraTag.take("a <lora:fox:0.5>fox <in> snow<lyco:snow>, 1 < 2", "prompt");

        assertThat(prompt.text()).isEqualTo("a fox <in> snow, 1 < 2");
        assertThat(prompt.tags()).extracting(LoraTag::name).containsExactly("fox", "snow");
    }

    @Test
    void whatIsNotUnderstoodIsNamed() {
        assertThatThrownBy(() -> tag("fox:dyn=8"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("dyn=8");
        assertThatThrownBy(() -> tag("fox:te=much")).hasMessageContaining("much");
        assertThatThrownBy(() -> tag(" ")).hasMessageContaining("names no LoRA");
    }
}
