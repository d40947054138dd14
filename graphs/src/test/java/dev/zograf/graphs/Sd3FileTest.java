package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Config;
import dev.zograf.models.Sd3Transformer;
import dev.zograf.models.Sd3TransformerConfig;
import dev.zograf.runtime.layout.ImpliedFiles;
import dev.zograf.runtime.layout.OriginalNames;
import dev.zograf.runtime.layout.SingleFile;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightData;
import dev.zograf.tensor.WeightSource;
import dev.zograf.testkit.fake.FakeWeights;
import dev.zograf.testkit.fake.GivenWeights;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Single files of Stable Diffusion 3 and 3.5: names of the original project, and what they imply. */
class Sd3FileTest {

    private static final String NET = "model.diffusion_model.";

    /** As small as shapes allow to tell: 3.5 medium has norms as wide as a head, 3 medium 64 numbers for each layer. */
    private static final Map<String, Object> SMALL_35 = config(Map.of(
            "num_layers",
            3,
            "num_attention_heads",
            2,
            "attention_head_dim",
            4,
            "caption_projection_dim",
            8,
            "qk_norm",
            "rms_norm",
            "dual_attention_layers",
            List.of(0, 1)));

    private static final Map<String, Object> SMALL_3 = config(
            Map.of("num_layers", 1, "num_attention_heads", 1, "attention_head_dim", 64, "caption_projection_dim", 64));

    private static Map<String, Object> config(Map<String, ?> more) {
        Map<String, Object> all = new HashMap<>(Map.of(
                "joint_attention_dim", 6, "pooled_projection_dim", 5, "pos_embed_max_size", 6, "sample_size", 128));
        all.putAll(more);
        return all;
    }

    private static Sd3TransformerConfig read(Map<String, ?> config) {
        return Sd3TransformerConfig.of(Config.of("config.json", config));
    }

    private static WeightSource transformer(Map<String, ?> config) {
        return FakeWeights.of(new Sd3Transformer(read(config)));
    }

    private static NavigableMap<String, Weight> original(Map<String, WeightSource> parts) {
        NavigableMap<String, Weight> out = new TreeMap<>();
        OriginalNames.of(parts).forEach(weight -> out.put(weight.name(), weight));
        return out;
    }

    private static void assertSame(WeightSource actual, WeightSource expected) {
        assertThat(actual.names()).isEqualTo(expected.names());
        for (String name : expected.names()) {
            Weight weight = actual.find(name).orElseThrow();
            assertThat(weight.shape())
                    .as(name)
                    .isEqualTo(expected.find(name).orElseThrow().shape());
            assertThat(WeightData.bytes(weight))
                    .as(name)
                    .isEqualTo(WeightData.bytes(expected.find(name).orElseThrow()));
        }
    }

    @Test
    void readsWhatItWrites() {
        for (Map<String, Object> config : List.of(SMALL_3, SMALL_35)) {
            WeightSource transformer = transformer(config);
            for (String prefix : List.of(NET, "")) {
                NavigableMap<String, Weight> tensors = new TreeMap<>();
                original(Map.of("transformer", transformer))
                        .forEach((name, weight) -> tensors.put(prefix + name.substring(NET.length()), weight));
                SingleFile file = SingleFile.of(GivenWeights.of(tensors), Map.of());

                assertThat(file.unknown()).isEmpty();
                assertSame(file.weights("transformer").orElseThrow(), transformer);
                assertThat(read(file.files().config("transformer/config.json").orElseThrow()))
                        .isEqualTo(read(config));
            }
        }
    }

    @Test
    void hasTheNamesOfTheOriginal() {
        NavigableMap<String, Weight> tensors = original(Map.of("transformer", transformer(SMALL_35)));

        assertThat(tensors.keySet())
                .contains(
                        NET + "pos_embed",
                        NET + "x_embedder.proj.weight",
                        NET + "t_embedder.mlp.0.bias",
                        NET + "y_embedder.mlp.2.weight",
                        NET + "context_embedder.weight",
                        NET + "joint_blocks.0.x_block.attn.ln_q.weight",
                        NET + "joint_blocks.0.x_block.attn2.proj.bias",
                        NET + "joint_blocks.1.context_block.attn.proj.weight",
                        NET + "joint_blocks.2.context_block.attn.ln_k.weight",
                        NET + "joint_blocks.2.x_block.mlp.fc1.weight",
                        NET + "final_layer.linear.weight")
                .doesNotContain(
                        NET + "joint_blocks.2.context_block.attn.proj.weight",
                        NET + "joint_blocks.2.context_block.mlp.fc1.weight",
                        NET + "joint_blocks.2.x_block.attn2.qkv.weight");
        assertThat(tensors.get(NET + "joint_blocks.0.context_block.attn.qkv.weight")
                        .shape())
                .containsExactly(24, 8);
    }

    @Test
    void joinsAndSwapsAsTheOriginalDoes() {
        WeightSource transformer = transformer(SMALL_35);
        NavigableMap<String, Weight> tensors = original(Map.of("transformer", transformer));
        String last = "joint_blocks.2.context_block.adaLN_modulation.1.bias";

        assertThat(numbers(tensors.get(NET + "joint_blocks.1.context_block.attn.qkv.bias"), 8, 16))
                .isEqualTo(numbers(transformer, "transformer_blocks.1.attn.add_k_proj.bias", 0, 8));
        assertThat(numbers(tensors.get(NET + "final_layer.adaLN_modulation.1.bias"), 0, 8))
                .isEqualTo(numbers(transformer, "norm_out.linear.bias", 8, 16));
        assertThat(numbers(tensors.get(NET + last), 0, 8))
                .isEqualTo(numbers(transformer, "transformer_blocks.2.norm1_context.linear.bias", 8, 16));
        assertThat(numbers(tensors.get(NET + last.replace("2", "1")), 0, 48))
                .isEqualTo(numbers(transformer, "transformer_blocks.1.norm1_context.linear.bias", 0, 48));
    }

    private static float[] numbers(WeightSource weights, String name, int from, int to) {
        return numbers(weights.find(name).orElseThrow(), from, to);
    }

    private static float[] numbers(Weight weight, int from, int to) {
        return Arrays.copyOfRange(WeightData.floats(weight), from, to);
    }

    @Test
    void tellsTextEncodersByTheirPlace() {
        NavigableMap<String, Weight> tensors = original(Map.of("transformer", transformer(SMALL_3)));
        Map.of("clip_l", 64, "clip_g", 128).forEach((place, width) -> {
            WeightSource clip = PublishedShape.clip(width);
            clip.names()
                    .forEach(name -> tensors.put(
                            "text_encoders." + place + ".transformer." + name,
                            clip.find(name).orElseThrow()));
        });
        SingleFile file = SingleFile.of(GivenWeights.of(tensors), Map.of());

        assertThat(file.unknown()).isEmpty();
        assertThat(file.parts()).containsExactlyInAnyOrder("transformer", "text_encoder", "text_encoder_2");
        ImpliedFiles files = file.files();
        assertThat(files.config("text_encoder/config.json").orElseThrow())
                .containsEntry("hidden_size", 64)
                .containsEntry("architectures", List.of("CLIPTextModelWithProjection"))
                .containsEntry("projection_dim", 64);
        Weight identity = file.weights("text_encoder")
                .orElseThrow()
                .find("text_projection.weight")
                .orElseThrow();
        assertThat(numbers(identity, 0, 66)).startsWith(1, 0, 0).endsWith(0, 1);
        // Without its own the second one is damaged.
        assertThat(file.weights("text_encoder_2").orElseThrow().find("text_projection.weight"))
                .isEmpty();
        assertThat(files.config("model_index.json").orElseThrow())
                .containsEntry("_class_name", "StableDiffusion3Pipeline")
                .containsEntry("text_encoder_2", List.of("transformers", "CLIPTextModelWithProjection"))
                .containsEntry("text_encoder_3", Arrays.asList(null, null))
                .containsEntry("tokenizer_3", Arrays.asList(null, null));
        assertThat(files.config("scheduler/scheduler_config.json").orElseThrow())
                .containsEntry("_class_name", "FlowMatchEulerDiscreteScheduler")
                .containsEntry("shift", 3.0);
        assertThat(files.familyTitle()).contains("stable-diffusion-3");
        assertThat(files.variant()).contains("sd3-medium");
    }

    @Test
    void tellsThePublishedOnes() {
        assertThat(variant(SMALL_35)).contains("sd3.5-medium");
        Map<String, Object> large = new HashMap<>(SMALL_35);
        large.remove("dual_attention_layers");
        assertThat(variant(large)).contains("sd3.5-large");
    }

    private static Optional<String> variant(Map<String, ?> config) {
        return SingleFile.of(GivenWeights.of(original(Map.of("transformer", transformer(config)))), Map.of())
                .files()
                .variant();
    }

    @Test
    void scalesLatentsByTheFamily() {
        WeightSource vae = PublishedShape.vae(
                Map.of("latent_channels", 16, "use_quant_conv", false, "use_post_quant_conv", false));
        NavigableMap<String, Weight> tensors = original(Map.of("transformer", transformer(SMALL_3), "vae", vae));

        assertThat(SingleFile.of(GivenWeights.of(tensors), Map.of())
                        .files()
                        .config("vae/config.json")
                        .orElseThrow())
                .containsEntry("latent_channels", 16)
                .containsEntry("scaling_factor", 1.5305)
                .containsEntry("shift_factor", 0.0609)
                .containsEntry("use_quant_conv", false);
        ImpliedFiles alone = SingleFile.of(vae, Map.of()).files();
        assertThatThrownBy(() -> alone.config("vae/config.json"))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("How the latents of the VAE are scaled");
    }

    @Test
    void refusesHeadsThatNothingTells() {
        WeightSource odd = transformer(config(Map.of(
                "num_layers", 2, "num_attention_heads", 2, "attention_head_dim", 16, "caption_projection_dim", 32)));
        ImpliedFiles files = SingleFile.of(odd, Map.of()).files();
        assertThatThrownBy(() -> files.config("transformer/config.json"))
                .hasMessageContaining("How many attention heads the transformer has")
                .hasMessageContaining("--config");
    }
}
