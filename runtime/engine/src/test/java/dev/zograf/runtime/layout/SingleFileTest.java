package dev.zograf.runtime.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.BadFileException;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightData;
import dev.zograf.tensor.WeightSource;
import dev.zograf.tensor.WeightStorage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SingleFileTest {

    private static Weight weight(String name, DType type, byte[] bytes, long... shape) {
        return Weight.of(
                name,
                type,
                shape,
                new WeightStorage.InMemory(() -> ByteBuffer.allocateDirect(bytes.length)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put(bytes)
                        .flip()));
    }

    private static Weight number(String name, float value) {
        byte[] bytes = ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(value)
                .array();
        return weight(name, DType.F32, bytes, 1);
    }

    private static WeightSource file(Weight... weights) {
        NavigableMap<String, Weight> all = new TreeMap<>();
        for (Weight weight : weights) {
            all.put(weight.name(), weight);
        }
        return new WeightSource() {
            @Override
            public Optional<Weight> find(String name) {
                return Optional.ofNullable(all.get(name));
            }

            @Override
            public NavigableSet<String> names() {
                return all.navigableKeySet();
            }

            @Override
            public String file() {
                return "file";
            }

            @Override
            public String fingerprint() {
                return "";
            }
        };
    }

    @Test
    void multipliesSmallFloatsByTheFactorsBesideThem() {
        // 0x38 is 1 and 0xc0 is -2 in E4M3.
        byte[] bytes = {0x38, (byte) 0xc0};
        WeightSource scaled = ScaledWeights.of(file(
                weight("a.weight", DType.F8_E4M3, bytes, 2, 1),
                number("a.scale_weight", 0.3f),
                number("a.scale_input", 9),
                weight("b.weight", DType.F8_E4M3, bytes, 2, 1),
                weight("scaled_fp8", DType.F8_E4M3, new byte[0], 0)));

        assertThat(scaled.names()).containsExactly("a.weight", "b.weight");
        Weight product = scaled.find("a.weight").orElseThrow();
        assertThat(product.dtype()).isEqualTo(DType.F32);
        assertThat(WeightData.floats(product)).containsExactly(0.3f, -0.6f);
        assertThat(WeightData.floats(scaled.find("b.weight").orElseThrow())).containsExactly(1, -2);
    }

    @Test
    void findsTheDotsOfAveragedWeights() {
        for (String name : List.of(
                "input_blocks.0.0.weight",
                "input_blocks.11.0.in_layers.2.bias",
                "input_blocks.10.1.transformer_blocks.12.attn2.to_out.0.weight",
                "output_blocks.5.2.conv.bias",
                "output_blocks.3.1.transformer_blocks.0.ff.net.0.proj.weight",
                "middle_block.1.transformer_blocks.0.norm3.bias",
                "middle_block.2.emb_layers.1.weight",
                "input_blocks.3.0.op.weight",
                "input_blocks.4.0.skip_connection.weight",
                "time_embed.2.weight",
                "label_emb.0.2.bias",
                "out.2.weight")) {
            assertThat(EmaKeys.plain("model_ema." + ("diffusion_model." + name).replace(".", "")))
                    .as(name)
                    .contains(name);
        }
        assertThat(EmaKeys.plain("model_ema.num_updates")).isEmpty();
        assertThat(EmaKeys.plain("model_ema.diffusion_modelinput_blocks00wait")).isEmpty();
    }

    @Test
    void survivesNamesWithShapesOfNoModel() {
        Random random = new Random(7);
        List<String> names = List.of(
                "model.diffusion_model.input_blocks.0.0.weight",
                "model.diffusion_model.input_blocks.1.0.in_layers.2.weight",
                "model.diffusion_model.input_blocks.1.1.transformer_blocks.0.attn2.to_k.weight",
                "model.diffusion_model.label_emb.0.0.weight",
                "model.diffusion_model.middle_block.0.in_layers.2.weight",
                "model.diffusion_model.out.2.weight",
                "first_stage_model.decoder.conv_in.weight",
                "first_stage_model.decoder.conv_out.weight",
                "first_stage_model.decoder.up.0.block.0.conv1.weight",
                "first_stage_model.decoder.mid.attn_1.q.weight",
                "first_stage_model.encoder.down.0.block.0.conv1.weight",
                "cond_stage_model.model.positional_embedding",
                "cond_stage_model.model.token_embedding.weight",
                "cond_stage_model.model.text_projection",
                "cond_stage_model.model.transformer.resblocks.0.attn.in_proj_weight",
                "cond_stage_model.transformer.text_model.embeddings.token_embedding.weight",
                "time_embedding.linear_1.weight",
                "down_blocks.0.resnets.0.conv1.weight",
                "v_pred");
        survives(random, names);
        survives(
                random,
                List.of(
                        "img_in.weight",
                        "vector_in.in_layer.weight",
                        "double_blocks.0.img_mod.lin.weight",
                        "double_blocks.0.img_attn.qkv.weight",
                        "single_blocks.0.linear1.weight",
                        "single_blocks.0.norm.query_norm.scale",
                        "final_layer.adaLN_modulation.1.weight",
                        "final_layer.linear.weight"));
        assertThatThrownBy(() -> SingleFile.of(
                                file(
                                        weight("decoder.conv_in.weight", DType.F32, new byte[0]),
                                        number("decoder.up.0.x", 1)),
                                Map.of())
                        .files()
                        .config("vae/config.json"))
                .isInstanceOf(BadFileException.class);
    }

    /** Each name is left out now and then, and has a shape of no meaning. */
    private static void survives(Random random, List<String> names) {
        for (int round = 0; round < 300; round++) {
            Weight[] weights = names.stream()
                    .filter(name -> random.nextInt(3) > 0)
                    .map(name -> weight(
                            name,
                            DType.U8,
                            new byte[0],
                            random.longs(random.nextInt(5), 0, 40).toArray()))
                    .toArray(Weight[]::new);
            SingleFile file = SingleFile.of(ScaledWeights.of(file(weights)), Map.of());
            for (String path : file.files().paths()) {
                if (path.endsWith(".json")) {
                    try {
                        file.files().config(path);
                    } catch (BadFileException e) {
                        assertThat(e).hasMessageContaining("file");
                    }
                }
            }
        }
    }
}
