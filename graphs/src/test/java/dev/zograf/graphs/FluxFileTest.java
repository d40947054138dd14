package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Config;
import dev.zograf.models.FluxTransformer;
import dev.zograf.models.FluxTransformerConfig;
import dev.zograf.runtime.layout.ImpliedFiles;
import dev.zograf.runtime.layout.OriginalNames;
import dev.zograf.runtime.layout.SingleFile;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightData;
import dev.zograf.tensor.WeightSource;
import dev.zograf.tensor.WeightStorage;
import dev.zograf.testkit.fake.FakeWeights;
import dev.zograf.testkit.fake.GivenWeights;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Single files of FLUX.1: names of the original project, and what they imply. */
class FluxFileTest {

    private static final String NET = "model.diffusion_model.";
    private static final String CLIP = "text_encoders.clip_l.transformer.";
    private static final String T5 = "text_encoders.t5xxl.transformer.";

    /** As small as a head of 128 numbers allows. */
    private static final Map<String, Object> DEV = Map.of(
            "num_layers", 2,
            "num_single_layers", 2,
            "num_attention_heads", 1,
            "joint_attention_dim", 6,
            "pooled_projection_dim", 5,
            "guidance_embeds", true);

    private static Map<String, Object> with(String name, Object value) {
        Map<String, Object> out = new HashMap<>(DEV);
        out.put(name, value);
        return out;
    }

    private static FluxTransformerConfig read(Map<String, ?> config) {
        return FluxTransformerConfig.of(Config.of("config.json", config));
    }

    private static WeightSource transformer(Map<String, ?> config) {
        return FakeWeights.of(new FluxTransformer(read(config)));
    }

    private static NavigableMap<String, Weight> original(Map<String, WeightSource> parts) {
        NavigableMap<String, Weight> out = new TreeMap<>();
        OriginalNames.of(parts).forEach(weight -> out.put(weight.name(), weight));
        return out;
    }

    private static SingleFile file(NavigableMap<String, Weight> tensors) {
        return SingleFile.of(GivenWeights.of(tensors), Map.of());
    }

    private static void assertSame(WeightSource actual, WeightSource expected) {
        assertThat(actual.names()).isEqualTo(expected.names());
        for (String name : expected.names()) {
            Weight weight = actual.find(name).orElseThrow();
            Weight wanted = expected.find(name).orElseThrow();
            assertThat(weight.shape()).as(name).isEqualTo(wanted.shape());
            assertThat(WeightData.bytes(weight)).as(name).isEqualTo(WeightData.bytes(wanted));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {NET, ""})
    void readsWhatItWrites(String prefix) {
        WeightSource transformer = transformer(DEV);
        NavigableMap<String, Weight> tensors = new TreeMap<>();
        original(Map.of("transformer", transformer))
                .forEach((name, weight) -> tensors.put(prefix + name.substring(NET.length()), weight));

        SingleFile file = file(tensors);

        assertThat(file.isOriginal()).isTrue();
        assertThat(file.unknown()).isEmpty();
        assertSame(file.weights("transformer").orElseThrow(), transformer);
        assertThat(read(file.files().config("transformer/config.json").orElseThrow()))
                .isEqualTo(read(DEV));
    }

    @Test
    void keepsTheNamesOfDiffusers() {
        WeightSource transformer = transformer(DEV);
        SingleFile file = SingleFile.of(transformer, Map.of());

        assertThat(file.isOriginal()).isFalse();
        assertThat(file.unknown()).isEmpty();
        assertSame(file.weights("transformer").orElseThrow(), transformer);
        assertThat(file.files().familyTitle()).contains("flux-1");
    }

    @Test
    void hasTheNamesOfTheOriginal() {
        NavigableMap<String, Weight> tensors = original(Map.of("transformer", transformer(DEV)));

        assertThat(tensors.keySet())
                .contains(
                        NET + "img_in.weight",
                        NET + "txt_in.bias",
                        NET + "time_in.in_layer.weight",
                        NET + "vector_in.out_layer.bias",
                        NET + "guidance_in.in_layer.weight",
                        NET + "double_blocks.1.img_mod.lin.weight",
                        NET + "double_blocks.0.txt_attn.qkv.bias",
                        NET + "double_blocks.0.img_attn.norm.query_norm.scale",
                        NET + "double_blocks.0.txt_attn.proj.weight",
                        NET + "double_blocks.0.img_mlp.0.weight",
                        NET + "double_blocks.0.txt_mlp.2.weight",
                        NET + "single_blocks.1.linear1.weight",
                        NET + "single_blocks.1.linear2.bias",
                        NET + "single_blocks.1.norm.key_norm.scale",
                        NET + "single_blocks.1.modulation.lin.weight",
                        NET + "final_layer.linear.weight",
                        NET + "final_layer.adaLN_modulation.1.weight")
                .noneMatch(name -> name.contains("to_") || name.contains("transformer_blocks"));
        assertThat(tensors.get(NET + "double_blocks.0.img_attn.qkv.weight").shape())
                .containsExactly(384, 128);
        assertThat(tensors.get(NET + "single_blocks.0.linear1.weight").shape()).containsExactly(896, 128);
    }

    @Test
    void joinsAndSwapsAsTheOriginalDoes() {
        WeightSource transformer = transformer(DEV);
        NavigableMap<String, Weight> tensors = original(Map.of("transformer", transformer));

        assertThat(numbers(tensors.get(NET + "double_blocks.1.txt_attn.qkv.bias"), 256, 384))
                .isEqualTo(numbers(transformer, "transformer_blocks.1.attn.add_v_proj.bias", 0, 128));
        assertThat(numbers(tensors.get(NET + "single_blocks.1.linear1.bias"), 128, 256))
                .isEqualTo(numbers(transformer, "single_transformer_blocks.1.attn.to_k.bias", 0, 128));
        assertThat(numbers(tensors.get(NET + "single_blocks.1.linear1.bias"), 384, 896))
                .isEqualTo(numbers(transformer, "single_transformer_blocks.1.proj_mlp.bias", 0, 512));
        assertThat(numbers(tensors.get(NET + "final_layer.adaLN_modulation.1.bias"), 0, 128))
                .isEqualTo(numbers(transformer, "norm_out.linear.bias", 128, 256));
    }

    private static float[] numbers(WeightSource weights, String name, int from, int to) {
        return numbers(weights.find(name).orElseThrow(), from, to);
    }

    private static float[] numbers(Weight weight, int from, int to) {
        return Arrays.copyOfRange(WeightData.floats(weight), from, to);
    }

    @Test
    void tellsThePublishedOnes() {
        assertTold(DEV, "flux1-dev", "FluxPipeline", true, 3.0);
        assertTold(with("guidance_embeds", false), "flux1-schnell", "FluxPipeline", false, 1.0);
        Map<String, Object> fill = with("in_channels", 384);
        fill.put("out_channels", 64);
        assertTold(fill, "flux1-fill", "FluxFillPipeline", true, 3.0);
        Map<String, Object> control = with("in_channels", 128);
        control.put("out_channels", 64);
        assertTold(control, "flux1-control", "FluxControlPipeline", true, 3.0);
    }

    private static void assertTold(
            Map<String, Object> config, String variant, String pipeline, boolean shifts, double shift) {
        SingleFile file = file(original(Map.of("transformer", transformer(config))));
        ImpliedFiles files = file.files();
        assertThat(read(files.config("transformer/config.json").orElseThrow())).isEqualTo(read(config));
        assertThat(files.familyTitle()).contains("flux-1");
        assertThat(files.variant()).contains(variant);
        assertThat(files.config("model_index.json").orElseThrow())
                .containsEntry("_class_name", pipeline)
                .containsEntry("transformer", List.of("diffusers", "FluxTransformer2DModel"))
                .containsEntry("text_encoder", Arrays.asList(null, null))
                .containsEntry("tokenizer_2", Arrays.asList(null, null))
                .containsEntry("vae", Arrays.asList(null, null));
        assertThat(files.config("scheduler/scheduler_config.json").orElseThrow())
                .containsEntry("_class_name", "FlowMatchEulerDiscreteScheduler")
                .containsEntry("use_dynamic_shifting", shifts)
                .containsEntry("base_shift", 0.5)
                .containsEntry("max_shift", 1.15)
                .containsEntry("shift", shift);
    }

    private static Weight nothing(String name, long... shape) {
        int size = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        return Weight.of(name, DType.F16, shape, new WeightStorage.InMemory(() -> ByteBuffer.allocateDirect(2 * size)));
    }

    @Test
    void tellsTextEncodersByTheirPlace() {
        NavigableMap<String, Weight> tensors = original(Map.of("transformer", transformer(DEV)));
        WeightSource clip = PublishedShape.clip(64);
        clip.names().forEach(name -> tensors.put(CLIP + name, clip.find(name).orElseThrow()));
        tensors.put(CLIP + "text_projection.weight", nothing("p", 64, 64));
        tensors.put(T5 + "shared.weight", nothing("s", 9, 6));
        tensors.put(T5 + "encoder.block.0.layer.0.SelfAttention.q.weight", nothing("q", 8, 6));
        tensors.put(T5 + "encoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight", nothing("b", 32, 2));
        tensors.put(T5 + "encoder.block.0.layer.1.DenseReluDense.wi_0.weight", nothing("w", 12, 6));

        SingleFile file = file(tensors);

        assertThat(file.unknown()).isEmpty();
        assertThat(file.parts()).containsExactlyInAnyOrder("transformer", "text_encoder", "text_encoder_2");
        assertThat(file.weights("text_encoder").orElseThrow().names()).isEqualTo(clip.names());
        assertThat(file.weights("text_encoder_2").orElseThrow().names()).contains("shared.weight");
        ImpliedFiles files = file.files();
        assertThat(files.config("text_encoder/config.json").orElseThrow())
                .containsEntry("hidden_size", 64)
                .containsEntry("architectures", List.of("CLIPTextModel"));
        assertThat(files.config("text_encoder_2/config.json").orElseThrow())
                .containsEntry("architectures", List.of("T5EncoderModel"))
                .containsEntry("d_model", 6)
                .containsEntry("num_heads", 2);
        assertThat(files.config("model_index.json").orElseThrow())
                .containsEntry("text_encoder", List.of("transformers", "CLIPTextModel"))
                .containsEntry("text_encoder_2", List.of("transformers", "T5EncoderModel"));
    }

    @Test
    void scalesLatentsOfItsVae() {
        WeightSource vae = PublishedShape.vae(
                Map.of("latent_channels", 16, "use_quant_conv", false, "use_post_quant_conv", false));
        NavigableMap<String, Weight> whole = original(Map.of("transformer", transformer(DEV), "vae", vae));
        assertThat(whole).containsKey("vae.decoder.up.0.block.0.conv1.weight");

        for (NavigableMap<String, Weight> tensors : List.of(whole, original(Map.of("vae", vae)))) {
            SingleFile file = file(tensors);
            assertThat(file.unknown()).isEmpty();
            assertSame(file.weights("vae").orElseThrow(), vae);
            assertThat(file.files().config("vae/config.json").orElseThrow())
                    .containsEntry("latent_channels", 16)
                    .containsEntry("scaling_factor", 0.3611)
                    .containsEntry("shift_factor", 0.1159)
                    .containsEntry("use_quant_conv", false)
                    .containsEntry("use_post_quant_conv", false);
        }
    }

    /** Tensors that only a kin has, and one that it has not. */
    @ParameterizedTest
    @CsvSource({
        "FLUX.2, double_stream_modulation_img.lin.weight, double_blocks.0.img_mod.lin.weight",
        "Chroma, distilled_guidance_layer.in_proj.weight, vector_in.in_layer.weight",
        "HunyuanVideo, img_in.proj.weight, img_in.weight"
    })
    void leavesItsKinAlone(String kin, String has, String hasNot) {
        NavigableMap<String, Weight> tensors = original(Map.of("transformer", transformer(DEV)));
        tensors.remove(NET + hasNot);
        tensors.put(NET + has, nothing(has, 4, 4));

        SingleFile file = file(tensors);

        assertThat(file.parts()).as(kin).isEmpty();
        assertThat(file.isKnown()).isFalse();
    }

    @Test
    void leavesJoinedLayersWholeThatHaveNoParts() {
        NavigableMap<String, Weight> tensors = original(Map.of("transformer", transformer(DEV)));
        tensors.put(NET + "double_blocks.0.img_attn.qkv.weight", nothing("x", 100, 128));

        WeightSource transformer = file(tensors).weights("transformer").orElseThrow();

        assertThat(transformer
                        .find("transformer_blocks.0.attn.to_q.weight")
                        .orElseThrow()
                        .shape())
                .containsExactly(100, 128);
        assertThat(transformer.find("transformer_blocks.0.attn.to_k.weight")).isEmpty();
    }

    @Test
    void refusesHeadsThatNothingTells() {
        Map<String, Object> other = with("attention_head_dim", 16);
        other.put("axes_dims_rope", List.of(4, 6, 6));
        ImpliedFiles files =
                file(original(Map.of("transformer", transformer(other)))).files();

        assertThatThrownBy(() -> files.config("transformer/config.json"))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("How the positions of tokens are told")
                .hasMessageContaining("--config");
    }
}
