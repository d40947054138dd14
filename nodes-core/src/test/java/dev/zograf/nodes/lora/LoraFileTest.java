package dev.zograf.nodes.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.BadFileException;
import dev.zograf.tensor.Weights;
import dev.zograf.testkit.fake.FakeCheckpoint;
import dev.zograf.testkit.fake.FakeWeights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Files against a U-Net of one attention whose text is 6 wide. */
class LoraFileTest {

    private static final String QUERY = "down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q";
    private static final String KEY = "down_blocks.0.attentions.0.transformer_blocks.0.attn2.to_k";
    private static final String MODULE = "lora_unet_" + QUERY.replace('.', '_');

    private static final LoraTarget UNET = new LoraTarget(
            "unet",
            Weights.of(FakeWeights.of(Map.of(
                    QUERY + ".weight",
                    new long[] {4, 4},
                    KEY + ".weight",
                    new long[] {4, 6},
                    "conv_in.weight",
                    new long[] {4, 4, 3, 3},
                    "down_blocks.0.resnets.0.conv1.weight",
                    new long[] {4, 4, 3, 3},
                    "down_blocks.0.resnets.0.conv1.bias",
                    new long[] {4}))));

    private static LoraFile file(Map<String, long[]> shapes) {
        return LoraFile.read(new FakeCheckpoint("x.safetensors").withWeights("", FakeWeights.of(shapes)));
    }

    private static LoraFit fit(Map<String, long[]> shapes) {
        return LoraFit.of(file(shapes), List.of(UNET), List.of());
    }

    private static Map<String, long[]> pair(String up, String down, long[] upShape, long[] downShape) {
        Map<String, long[]> out = new LinkedHashMap<>();
        out.put(up, upShape);
        out.put(down, downShape);
        return out;
    }

    private static Map<String, long[]> kohya(String module, long[] up, long[] down) {
        return pair(module + ".lora_up.weight", module + ".lora_down.weight", up, down);
    }

    @Test
    void allNamingsMeanTheSameLayer() {
        long[] up = {4, 2};
        long[] down = {2, 4};
        List<Map<String, long[]>> namings = List.of(
                kohya(MODULE, up, down),
                kohya("lora_unet_input_blocks_1_1_transformer_blocks_0_attn1_to_q", up, down),
                kohya("diffusion_model.input_blocks.1.1.transformer_blocks.0.attn1.to_q", up, down),
                kohya("lycoris_" + QUERY.replace('.', '_'), up, down),
                pair("unet." + QUERY + ".lora.up.weight", "unet." + QUERY + ".lora.down.weight", up, down),
                pair("unet." + QUERY + ".lora_B.weight", "unet." + QUERY + ".lora_A.weight", up, down),
                pair(
                        "base_model.model." + QUERY + ".lora_B.weight",
                        "base_model.model." + QUERY + ".lora_A.weight",
                        up,
                        down),
                pair(
                        "base_model.model." + QUERY + ".lora_B.style.weight",
                        "base_model.model." + QUERY + ".lora_A.style.weight",
                        up,
                        down),
                pair(
                        "unet." + QUERY.replace("to_q", "processor.to_q_lora.up.weight"),
                        "unet." + QUERY.replace("to_q", "processor.to_q_lora.down.weight"),
                        up,
                        down),
                pair("unet:0:up", "unet:0:down", up, down));

        assertThat(namings)
                .allSatisfy(each -> assertThat(fit(each).changes().get("unet"))
                        .extracting(LayerChange::tensor)
                        .containsExactly(QUERY + ".weight"));
    }

    @Test
    void whatMatchesNothingIsListed() {
        Map<String, long[]> shapes = kohya(MODULE, new long[] {4, 2}, new long[] {2, 4});
        shapes.putAll(kohya("lora_unet_up_blocks_9_conv", new long[] {4, 2}, new long[] {2, 4}));
        shapes.put("something.else", new long[] {1});

        assertThat(fit(shapes).unmatched())
                .containsExactly(
                        "lora_unet_up_blocks_9_conv.lora_down.weight",
                        "lora_unet_up_blocks_9_conv.lora_up.weight",
                        "something.else");
    }

    @Test
    void aLoraOfAnotherFamilyIsRefusedByBothNames() {
        String module = "lora_unet_" + KEY.replace('.', '_');

        assertThatThrownBy(() -> fit(kohya(module, new long[] {4, 2}, new long[] {2, 2048})))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("Stable Diffusion XL")
                .hasMessageContaining("text is 6 wide")
                .hasMessageContaining(KEY);
        assertThatThrownBy(() ->
                        fit(kohya("lora_unet_double_blocks_0_img_attn_proj", new long[] {4, 2}, new long[] {2, 4})))
                .hasMessageContaining("FLUX");
        assertThatThrownBy(() -> fit(kohya("lora_te2_text_model_encoder", new long[] {4, 2}, new long[] {2, 4})))
                .hasMessageContaining("Stable Diffusion XL");
    }

    @Test
    void otherChannelsAtTheEndsAreListedAlone() {
        Map<String, long[]> shapes = kohya(MODULE, new long[] {4, 2}, new long[] {2, 4});
        shapes.putAll(kohya("lora_unet_conv_in", new long[] {4, 2, 1, 1}, new long[] {2, 9, 3, 3}));

        assertThat(fit(shapes).unmatched()).hasSize(2).allMatch(key -> key.contains("conv_in"));
    }

    @Test
    void damagedModulesAreNamed() {
        assertThatThrownBy(() -> fit(kohya(MODULE, new long[] {4, 2}, new long[] {3, 4})))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("[3, 4] where [2, columns]");
        assertThatThrownBy(() -> fit(Map.of(MODULE + ".lora_up.weight", new long[] {4, 2})))
                .hasMessageContaining("no down beside");
        assertThatThrownBy(() -> fit(kohya(MODULE, new long[] {4, 0}, new long[] {0, 4})))
                .hasMessageContaining(MODULE);
        Map<String, long[]> twice = kohya(MODULE, new long[] {4, 2}, new long[] {2, 4});
        twice.put(MODULE + ".lora.up.weight", new long[] {4, 2});
        assertThatThrownBy(() -> fit(twice)).hasMessageContaining("twice");
        Map<String, long[]> alpha = kohya(MODULE, new long[] {4, 2}, new long[] {2, 4});
        alpha.put(MODULE + ".alpha", new long[] {2});
        assertThatThrownBy(() -> fit(alpha)).hasMessageContaining("one number");
    }

    @Test
    void hugeProductsAreRefusedBeforeTheyAreMade() {
        Map<String, long[]> shapes = Map.of(
                MODULE + ".lokr_w1", new long[] {1 << 14, 1 << 14}, MODULE + ".lokr_w2", new long[] {1 << 14, 1 << 14});

        assertThatThrownBy(() -> fit(shapes)).hasMessageContaining("more numbers than any layer");
    }

    @Test
    void noLoraIsRefusedWithWhatItIs() {
        assertThatThrownBy(() -> file(Map.of("decoder.conv_in.weight", new long[] {4, 4})))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("no LoRA")
                .hasMessageContaining("decoder.conv_in.weight");
    }
}
