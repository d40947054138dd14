package dev.zograf.nodes.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.zograf.api.model.Config;
import dev.zograf.models.FluxTransformer;
import dev.zograf.models.FluxTransformerConfig;
import dev.zograf.runtime.layout.OriginalNames;
import dev.zograf.runtime.layout.SingleFile;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightData;
import dev.zograf.tensor.WeightSource;
import dev.zograf.tensor.Weights;
import dev.zograf.testkit.fake.FakeCheckpoint;
import dev.zograf.testkit.fake.FakeWeights;
import dev.zograf.testkit.fake.GivenWeights;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Files against a transformer of FLUX.1 with two blocks of either kind of 8 numbers. */
class FluxLoraTest {

    private static final int WIDTH = 8;
    private static final WeightSource NETWORK = FakeWeights.of(new FluxTransformer(FluxTransformerConfig.of(Config.of(
            "config.json",
            Map.of(
                    "in_channels", 16,
                    "num_layers", 2,
                    "num_single_layers", 2,
                    "num_attention_heads", 1,
                    "attention_head_dim", WIDTH,
                    "axes_dims_rope", List.of(2, 2, 4),
                    "joint_attention_dim", 6,
                    "pooled_projection_dim", 5,
                    "guidance_embeds", true)))));

    /** The same in the names of the original code, in which kohya's files are a matter of course. */
    private static final WeightSource ORIGINAL = original();

    private static WeightSource original() {
        TreeMap<String, Weight> out = new TreeMap<>();
        String prefix = "model.diffusion_model.";
        for (Weight weight : OriginalNames.of(Map.of("transformer", NETWORK))) {
            out.put(weight.name().substring(prefix.length()), weight);
        }
        return GivenWeights.of(out);
    }

    private static LoraFit fit(Map<String, long[]> shapes, WeightSource network) {
        LoraFile file = LoraFile.read(new FakeCheckpoint("x.safetensors").withWeights("", FakeWeights.of(shapes)));
        return LoraFit.of(file, List.of(new LoraTarget("transformer", Weights.of(network))), List.of());
    }

    private static WeightSource merged(LoraFit fit, WeightSource network) {
        return new MergedWeights(
                network,
                fit.changes().get("transformer").stream()
                        .map(change -> new MergedWeights.Part(change, 0.5))
                        .collect(Collectors.groupingBy(part -> part.change().tensor())),
                "merged");
    }

    private static Map<String, long[]> pair(String module, String up, String down, long rows, long columns) {
        Map<String, long[]> out = new LinkedHashMap<>();
        out.put(module + up, new long[] {rows, 2});
        out.put(module + down, new long[] {2, columns});
        return out;
    }

    private static Map<String, long[]> kohya(String module, long rows, long columns) {
        return pair(module, ".lora_up.weight", ".lora_down.weight", rows, columns);
    }

    private static Map<String, long[]> peft(String module, long rows, long columns) {
        return pair(module, ".lora_B.weight", ".lora_A.weight", rows, columns);
    }

    private static List<String> tensors(Map<String, long[]> file) {
        return fit(file, NETWORK).changes().get("transformer").stream()
                .map(LayerChange::tensor)
                .toList();
    }

    @Test
    void allNamingsMeanTheSameLayers() {
        List<Map<String, long[]>> namings = List.of(
                peft("transformer.transformer_blocks.1.attn.to_out.0", WIDTH, WIDTH),
                peft("base_model.model.transformer_blocks.1.attn.to_out.0", WIDTH, WIDTH),
                peft("diffusion_model.double_blocks.1.img_attn.proj", WIDTH, WIDTH),
                peft("double_blocks.1.img_attn.proj", WIDTH, WIDTH),
                pair("double_blocks.1.processor.proj_lora1", ".up.weight", ".down.weight", WIDTH, WIDTH),
                kohya("lora_unet_double_blocks_1_img_attn_proj", WIDTH, WIDTH),
                kohya("lora_transformer_transformer_blocks_1_attn_to_out_0", WIDTH, WIDTH));

        assertThat(namings)
                .allSatisfy(
                        each -> assertThat(tensors(each)).containsExactly("transformer_blocks.1.attn.to_out.0.weight"));
    }

    @Test
    void joinedLayersAreSeveralHere() {
        List<String> text = List.of(
                "transformer_blocks.0.attn.add_q_proj.weight",
                "transformer_blocks.0.attn.add_k_proj.weight",
                "transformer_blocks.0.attn.add_v_proj.weight");
        assertThat(tensors(peft("double_blocks.0.txt_attn.qkv", 24, WIDTH))).isEqualTo(text);
        assertThat(tensors(pair("double_blocks.0.processor.qkv_lora2", ".up.weight", ".down.weight", 24, WIDTH)))
                .isEqualTo(text);
        assertThat(tensors(kohya("lora_unet_single_blocks_1_linear1", 56, WIDTH)))
                .containsExactly(
                        "single_transformer_blocks.1.attn.to_q.weight",
                        "single_transformer_blocks.1.attn.to_k.weight",
                        "single_transformer_blocks.1.attn.to_v.weight",
                        "single_transformer_blocks.1.proj_mlp.weight");
        assertThat(tensors(pair("single_blocks.1.processor.qkv", "_lora.up.weight", "_lora.down.weight", 24, WIDTH)))
                .containsExactly(
                        "single_transformer_blocks.1.attn.to_q.weight",
                        "single_transformer_blocks.1.attn.to_k.weight",
                        "single_transformer_blocks.1.attn.to_v.weight");
    }

    @Test
    void changesWhatTheOriginalWouldBe() {
        Map<String, long[]> file = new HashMap<>();
        file.putAll(kohya("lora_unet_double_blocks_0_img_attn_qkv", 24, WIDTH));
        file.putAll(kohya("lora_unet_double_blocks_0_txt_mlp_0", 32, WIDTH));
        file.putAll(kohya("lora_unet_double_blocks_1_img_mod_lin", 48, WIDTH));
        file.putAll(kohya("lora_unet_single_blocks_0_linear1", 56, WIDTH));
        file.put("lora_unet_single_blocks_0_linear1.dora_scale", new long[] {56, 1});
        file.putAll(kohya("lora_unet_single_blocks_0_linear2", WIDTH, 40));
        file.putAll(kohya("lora_unet_single_blocks_0_modulation_lin", 24, WIDTH));
        file.putAll(kohya("lora_unet_guidance_in_in_layer", WIDTH, 256));
        file.put("lora_unet_final_layer_adaLN_modulation_1.diff", new long[] {16, WIDTH});
        file.put("lora_unet_final_layer_adaLN_modulation_1.diff_b", new long[] {16});
        file.put("lora_unet_single_blocks_1_linear1.lokr_w1", new long[] {14, 2});
        file.put("lora_unet_single_blocks_1_linear1.lokr_w2", new long[] {4, 4});
        LoraFit fit = fit(file, NETWORK);
        assertThat(fit.unmatched()).isEmpty();

        WeightSource actual = merged(fit, NETWORK);
        WeightSource expected = SingleFile.of(merged(fit(file, ORIGINAL), ORIGINAL), Map.of())
                .weights("transformer")
                .orElseThrow();

        int changed = 0;
        for (String name : NETWORK.names()) {
            float[] numbers = numbers(actual, name);
            assertThat(numbers).as(name).containsExactly(numbers(expected, name), within(1e-6f));
            changed += Arrays.equals(numbers, numbers(NETWORK, name)) ? 0 : 1;
        }
        assertThat(changed).isEqualTo(3 + 1 + 1 + 4 + 1 + 1 + 1 + 2 + 4);
    }

    private static float[] numbers(WeightSource weights, String name) {
        return WeightData.floats(weights.find(name).orElseThrow());
    }

    @Test
    void aPartOfALowRankChangeIsABranch() {
        LoraFit fit = fit(kohya("lora_unet_single_blocks_0_linear1", 56, WIDTH), NETWORK);

        assertThat(fit.changes().get("transformer"))
                .hasSize(4)
                .allSatisfy(change -> assertThat(change.branch()).isPresent());
    }

    @Test
    void ofTheWrongFamilyIsRefusedByName() {
        assertThatThrownBy(() -> fit(kohya("lora_unet_double_blocks_0_img_attn_qkv", 48, 16), NETWORK))
                .hasMessageContaining("it was made for FLUX, the model is FLUX.1")
                .hasMessageContaining("is for [48, 16]");
        assertThatThrownBy(() -> fit(kohya("lora_unet_joint_blocks_0_x_block_attn_qkv", 24, WIDTH), NETWORK))
                .hasMessageContaining("it was made for Stable Diffusion 3, the model is FLUX.1");
    }
}
