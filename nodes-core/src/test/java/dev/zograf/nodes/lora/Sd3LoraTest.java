package dev.zograf.nodes.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.model.Config;
import dev.zograf.models.Sd3Transformer;
import dev.zograf.models.Sd3TransformerConfig;
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

/** Files against a transformer of Stable Diffusion 3 with two blocks of 8 numbers. */
class Sd3LoraTest {

    private static final int WIDTH = 8;
    private static final WeightSource NETWORK = FakeWeights.of(new Sd3Transformer(Sd3TransformerConfig.of(Config.of(
            "config.json",
            Map.of(
                    "num_layers", 2,
                    "num_attention_heads", 2,
                    "attention_head_dim", 4,
                    "caption_projection_dim", WIDTH,
                    "joint_attention_dim", 6,
                    "pooled_projection_dim", 5,
                    "pos_embed_max_size", 6,
                    "qk_norm", "rms_norm",
                    "dual_attention_layers", List.of(0))))));

    /** The same in the names of the original code, in which kohya's files are a matter of course. */
    private static final WeightSource ORIGINAL = original();

    private static WeightSource original() {
        Map<String, Weight> out = new TreeMap<>();
        String prefix = "model.diffusion_model.";
        for (Weight weight : OriginalNames.of(Map.of("transformer", NETWORK))) {
            out.put(weight.name().substring(prefix.length()), weight);
        }
        return GivenWeights.of(new TreeMap<>(out));
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

    @Test
    void allNamingsMeanTheSameLayers() {
        String up = ".lora_B.weight";
        String down = ".lora_A.weight";
        List<Map<String, long[]>> namings = List.of(
                pair("transformer.transformer_blocks.0.attn.to_add_out", up, down, WIDTH, WIDTH),
                pair("transformer_blocks.0.attn.to_add_out", up, down, WIDTH, WIDTH),
                pair("diffusion_model.joint_blocks.0.context_block.attn.proj", up, down, WIDTH, WIDTH),
                kohya("lora_unet_joint_blocks_0_context_block_attn_proj", WIDTH, WIDTH),
                kohya("lora_transformer_transformer_blocks_0_attn_to_add_out", WIDTH, WIDTH));

        assertThat(namings)
                .allSatisfy(each -> assertThat(tensors(fit(each, NETWORK)))
                        .containsExactly("transformer_blocks.0.attn.to_add_out.weight"));
        assertThat(tensors(fit(kohya("lora_unet_joint_blocks_1_context_block_attn_qkv", 24, WIDTH), NETWORK)))
                .containsExactly(
                        "transformer_blocks.1.attn.add_q_proj.weight",
                        "transformer_blocks.1.attn.add_k_proj.weight",
                        "transformer_blocks.1.attn.add_v_proj.weight");
    }

    private static List<String> tensors(LoraFit fit) {
        return fit.changes().get("transformer").stream()
                .map(LayerChange::tensor)
                .toList();
    }

    @Test
    void changesWhatTheOriginalWouldBe() {
        Map<String, long[]> file = new HashMap<>();
        file.putAll(kohya("lora_unet_joint_blocks_0_x_block_attn_qkv", 24, WIDTH));
        file.putAll(kohya("lora_unet_joint_blocks_0_x_block_attn2_qkv", 24, WIDTH));
        file.put("lora_unet_joint_blocks_0_x_block_attn2_qkv.dora_scale", new long[] {24, 1});
        file.putAll(kohya("lora_unet_joint_blocks_0_x_block_mlp_fc1", 32, WIDTH));
        file.putAll(kohya("lora_unet_joint_blocks_1_context_block_adaLN_modulation_1", 16, WIDTH));
        file.putAll(kohya("lora_unet_joint_blocks_0_context_block_adaLN_modulation_1", 48, WIDTH));
        file.put("lora_unet_final_layer_adaLN_modulation_1.diff", new long[] {16, WIDTH});
        file.put("lora_unet_final_layer_adaLN_modulation_1.diff_b", new long[] {16});
        file.put("lora_unet_joint_blocks_1_x_block_attn_qkv.lokr_w1", new long[] {6, 2});
        file.put("lora_unet_joint_blocks_1_x_block_attn_qkv.lokr_w2", new long[] {4, 4});
        for (String factor : List.of("hada_w1_a", "hada_w2_a")) {
            file.put("lora_unet_joint_blocks_1_context_block_attn_qkv." + factor, new long[] {24, 2});
            file.put(
                    "lora_unet_joint_blocks_1_context_block_attn_qkv." + factor.replace("_a", "_b"),
                    new long[] {2, WIDTH});
        }
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
        assertThat(changed).isEqualTo(3 + 3 + 1 + 1 + 1 + 2 + 3 + 3);
    }

    private static float[] numbers(WeightSource weights, String name) {
        return WeightData.floats(weights.find(name).orElseThrow());
    }

    @Test
    void aPartOfALowRankChangeIsABranch() {
        LoraFit fit = fit(kohya("lora_unet_joint_blocks_0_x_block_attn_qkv", 24, WIDTH), NETWORK);

        assertThat(fit.changes().get("transformer"))
                .hasSize(3)
                .allSatisfy(change -> assertThat(change.branch()).isPresent());
    }

    @Test
    void whatCannotBeSplitIsListed() {
        String module = "lora_unet_joint_blocks_0_x_block_attn_qkv";
        Map<String, long[]> file = kohya("lora_unet_joint_blocks_0_x_block_attn_proj", WIDTH, WIDTH);
        file.put(module + ".weight", new long[] {24});
        file.put(module + ".on_input", new long[] {});

        LoraFit fit = fit(file, NETWORK);

        assertThat(tensors(fit)).containsExactly("transformer_blocks.0.attn.to_out.0.weight");
        assertThat(fit.unmatched()).containsExactly(module + ".on_input", module + ".weight");
    }

    @Test
    void ofTheWrongFamilyIsRefusedByName() {
        assertThatThrownBy(() -> fit(kohya("lora_unet_joint_blocks_0_x_block_attn_qkv", 48, 16), NETWORK))
                .hasMessageContaining("the model is Stable Diffusion 3")
                .hasMessageContaining("is for [48, 16]");
        assertThatThrownBy(() -> fit(kohya("lora_unet_double_blocks_0_img_attn_qkv", 24, WIDTH), NETWORK))
                .hasMessageContaining("FLUX");
    }

    @Test
    void blocksAreWeighedByName() {
        assertThat(BlockWeights.of("transformer_blocks.1=0.25").ofNamed("transformer_blocks.1.attn.to_q"))
                .isEqualTo(0.25);
        assertThatThrownBy(() -> BlockWeights.of("1,0,1").ofNamed("transformer_blocks.1.attn.to_q"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("transformer_blocks.0=0.5");
    }
}
