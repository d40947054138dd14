package dev.zograf.nodes.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.model.Config;
import dev.zograf.models.QwenImageTransformer;
import dev.zograf.models.QwenImageTransformerConfig;
import dev.zograf.tensor.WeightSource;
import dev.zograf.tensor.Weights;
import dev.zograf.testkit.fake.FakeCheckpoint;
import dev.zograf.testkit.fake.FakeWeights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files against a transformer of Qwen-Image, whose layers have the same names in all of them, behind different beginnings. */
class QwenImageLoraTest {

    private static final WeightSource NETWORK =
            FakeWeights.of(new QwenImageTransformer(QwenImageTransformerConfig.of(Config.of(
                    "config.json",
                    Map.of(
                            "in_channels", 16,
                            "num_layers", 2,
                            "num_attention_heads", 1,
                            "attention_head_dim", 8,
                            "axes_dims_rope", List.of(2, 2, 4),
                            "joint_attention_dim", 6)))));

    private static LoraFit fit(String module, String up, String down, long rows, long columns) {
        Map<String, long[]> file = new LinkedHashMap<>();
        file.put(module + up, new long[] {rows, 2});
        file.put(module + down, new long[] {2, columns});
        FakeCheckpoint checkpoint = new FakeCheckpoint("x.safetensors").withWeights("", FakeWeights.of(file));
        return LoraFit.of(
                LoraFile.read(checkpoint), List.of(new LoraTarget("transformer", Weights.of(NETWORK))), List.of());
    }

    @ParameterizedTest
    @CsvSource({
        "transformer.transformer_blocks.1.attn.to_q, transformer_blocks.1.attn.to_q, 8, 8",
        "transformer_blocks.1.attn.add_k_proj, transformer_blocks.1.attn.add_k_proj, 8, 8",
        "diffusion_model.transformer_blocks.0.attn.to_out.0, transformer_blocks.0.attn.to_out.0, 8, 8",
        "diffusion_model.transformer_blocks.0.img_mod.1, transformer_blocks.0.img_mod.1, 48, 8",
        "base_model.model.transformer_blocks.0.txt_mlp.net.0.proj, transformer_blocks.0.txt_mlp.net.0.proj, 32, 8",
        "lora_unet_transformer_blocks_0_img_mlp_net_2, transformer_blocks.0.img_mlp.net.2, 8, 32",
        "lycoris_transformer_blocks_1_attn_to_add_out, transformer_blocks.1.attn.to_add_out, 8, 8",
        "transformer.txt_in, txt_in, 8, 6"
    })
    void changesTheLayersThatItNames(String module, String layer, long rows, long columns) {
        List<LoraFit> fits = List.of(
                fit(module, ".lora_B.weight", ".lora_A.weight", rows, columns),
                fit(module, ".lora_up.weight", ".lora_down.weight", rows, columns),
                fit(module, ".lora_B.default.weight", ".lora_A.default.weight", rows, columns));

        assertThat(fits).allSatisfy(fit -> {
            assertThat(fit.unmatched()).isEmpty();
            assertThat(fit.changes().get("transformer")).singleElement().satisfies(change -> {
                assertThat(change.tensor()).isEqualTo(layer + ".weight");
                assertThat(change.branch()).isPresent();
            });
        });
    }

    @Test
    void ofTheWrongFamilyIsRefusedByName() {
        String flux = "lora_unet_double_blocks_0_img_attn_qkv";
        assertThatThrownBy(() -> fit(flux, ".lora_up.weight", ".lora_down.weight", 24, 8))
                .hasMessageContaining("it was made for FLUX, the model is Qwen-Image");
        String wide = "transformer.transformer_blocks.0.img_mlp.net.2";
        assertThatThrownBy(() -> fit(wide, ".lora_B.weight", ".lora_A.weight", 3072, 12288))
                .hasMessageContaining("is for [3072, 12288]");
    }
}
