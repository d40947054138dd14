package dev.zograf.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Config;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.runtime.model.SafetensorsFile;
import dev.zograf.tensor.EditedNetwork;
import dev.zograf.tensor.Interpreter;
import dev.zograf.tensor.NetworkDefinition;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightData;
import dev.zograf.tensor.Weights;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QwenTextTest {

    /** Qwen2.5-VL-7B, as the files of transformers 5 say it. */
    private static final Map<String, Object> PUBLISHED = Map.of(
            "vocab_size", 152064,
            "hidden_size", 3584,
            "intermediate_size", 18944,
            "num_hidden_layers", 28,
            "num_attention_heads", 28,
            "num_key_value_heads", 4,
            "rms_norm_eps", 1e-6,
            "rope_parameters", Map.of("rope_type", "default", "rope_theta", 1e6, "mrope_section", List.of(16, 24, 24)));

    private static final Map<String, Object> SMALL = Map.of(
            "vocab_size", 60,
            "hidden_size", 32,
            "intermediate_size", 40,
            "num_hidden_layers", 2,
            "num_attention_heads", 4,
            "num_key_value_heads", 2,
            "rope_parameters", Map.of("mrope_section", List.of(1, 1, 2)));

    private static QwenText text(Map<String, ?> values) {
        Config config =
                Config.of("text_encoder/config.json", Map.of("model_type", "qwen2_5_vl", "text_config", values));
        return new QwenText("text_encoder", QwenTextConfig.of(config));
    }

    private static Map<String, Object> with(Map<String, Object> values, String name, Object value) {
        Map<String, Object> out = new HashMap<>(values);
        out.put(name, value);
        return out;
    }

    @Test
    void hasAsManyParametersAsThePublishedEncoder() {
        QwenText text = text(PUBLISHED);
        DeclaredWeights weights = DeclaredWeights.of(text);

        // Those of Qwen2.5-7B without what makes words of its output.
        assertThat(weights.parameters()).isEqualTo(7_615_616_512L - 152064L * 3584);
        assertThat(weights.problems(text)).isEmpty();
        TensorGraph graph = weights.graph(text);
        assertThat(graph.isSeldomRun()).isTrue();
        assertThat(graph.inputs()).containsOnlyKeys("ids", "positions");
        assertThat(graph.outputs().get("out").shape()).hasToString("[batch, tokens, 3584]");
    }

    @Test
    void readsFilesOfOlderVersionsThatHaveAllFieldsAtTheTop() {
        Map<String, Object> old = new HashMap<>(PUBLISHED);
        old.remove("rope_parameters");
        old.put("model_type", "qwen2_5_vl");
        old.put("rope_theta", 1e6);
        old.put("rope_scaling", Map.of("type", "mrope", "mrope_section", List.of(16, 24, 24)));

        assertThat(QwenTextConfig.of(Config.of("config.json", old)))
                .isEqualTo(text(PUBLISHED).config());
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.language_model.", "language_model.model.", "language_model."})
    void takesTheNamesOfEachVersion(String prefix) {
        QwenText text = text(PUBLISHED);

        assertThat(DeclaredWeights.of(text)
                        .rename("model.", prefix)
                        .put("visual.patch_embed.proj.weight", 1280, 3, 2, 14, 14)
                        .put("lm_head.weight", 152064, 3584)
                        .problems(text))
                .isEmpty();
    }

    @Test
    void namesWhatIsMissingMisshapenOrTooMuch() {
        QwenText text = text(PUBLISHED);

        assertThat(DeclaredWeights.of(text)
                        .remove("model.layers.0.self_attn.q_proj.bias")
                        .put("model.layers.3.self_attn.k_proj.weight", 3584, 3584)
                        .put("model.layers.0.self_attn.q_norm.weight", 128)
                        .problems(text))
                .containsExactlyInAnyOrder(
                        "model.layers.0.self_attn.q_proj.bias is missing",
                        "model.layers.3.self_attn.k_proj.weight has the shape [3584, 3584] where [512, 3584] is needed",
                        "model.layers.0.self_attn.q_norm.weight is in the file, but the configuration has no place for"
                                + " it");
    }

    @Test
    void refusesWhatItDoesNotHave() {
        assertThatThrownBy(() -> text(with(PUBLISHED, "use_sliding_window", true)))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("use_sliding_window");
        assertThatThrownBy(() -> text(with(PUBLISHED, "rope_parameters", Map.of("rope_type", "yarn"))))
                .hasMessageContaining("\"rope_type\": yarn is not supported");
        assertThatThrownBy(() -> text(with(PUBLISHED, "rope_parameters", Map.of("mrope_section", List.of(16, 24, 23)))))
                .hasMessageContaining("\"mrope_section\": [16, 24, 23]")
                .hasMessageContaining("64 together");
        assertThatThrownBy(() -> QwenTextConfig.of(Config.of("config.json", Map.of("model_type", "qwen3_vl"))))
                .hasMessageContaining("qwen3_vl is not supported; supported is: qwen2_5_vl");
    }

    @ParameterizedTest
    @CsvSource({"num_hidden_layers, 0", "num_attention_heads, 3", "num_key_value_heads, 3", "vocab_size, -1"})
    void refusesNumbersThatDoNotGoTogether(String name, int value) {
        assertThatThrownBy(() -> text(with(PUBLISHED, name, value)))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("\"" + name + "\"")
                .hasMessageContaining(Integer.toString(value));
    }

    /** Against transformers 5.24.0 with random weights: two texts, of which one is shorter. */
    @Test
    void readsTextsAsTransformersDoes() throws Exception {
        Weights file = golden();
        FloatTensor ids = numbers(file, "ids");
        float[] counted = new float[3 * ids.size()];
        for (int i = 0; i < counted.length; i++) {
            counted[i] = i % ids.dim(1);
        }
        FloatTensor positions = FloatTensor.wrap(counted, 3, ids.dim(0), ids.dim(1));

        FloatTensor out = run(text(SMALL), file, Map.of("ids", ids, "positions", positions));

        FloatTensor wanted = numbers(file, "out");
        assertThat(out.shape()).containsExactly(2, 9, 32);
        assertThat(out.slice(0, 0, 1).toArray())
                .containsExactly(wanted.slice(0, 0, 1).toArray(), within(1e-5f));
        assertThat(out.slice(0, 1, 2).slice(1, 0, 6).toArray())
                .containsExactly(wanted.slice(0, 1, 2).slice(1, 0, 6).toArray(), within(1e-5f));
    }

    /** Against transformers 5.24.0: a picture of 2 by 3 squares within a text. */
    @Test
    void seesPicturesInATextAsTransformersDoes() throws Exception {
        Weights file = golden();
        FloatTensor ids = numbers(file, "pictured.ids");
        FloatTensor pictures = numbers(file, "pictured.pictures");
        float[] keep = new float[ids.size()];
        float[] vectors = new float[keep.length * 32];
        int next = 0;
        for (int i = 0; i < keep.length; i++) {
            keep[i] = ids.at(i) == 50 ? 0 : 1;
            if (keep[i] == 0) {
                System.arraycopy(pictures.toArray(), 32 * next++, vectors, 32 * i, 32);
            }
        }
        Map<String, FloatTensor> inputs = Map.of(
                "ids",
                ids,
                "positions",
                numbers(file, "pictured.positions"),
                EditedNetwork.name(0, QwenPicturesEdit.KEEP),
                FloatTensor.wrap(keep, 1, keep.length, 1),
                EditedNetwork.name(0, QwenPicturesEdit.VECTORS),
                FloatTensor.wrap(vectors, 1, keep.length, 32));

        FloatTensor out = run(EditedNetwork.of(text(SMALL), List.of(new QwenPicturesEdit(32))), file, inputs);

        assertThat(out.toArray()).containsExactly(numbers(file, "pictured.out").toArray(), within(1e-5f));
    }

    private static Weights golden() throws Exception {
        Path path =
                Path.of(QwenTextTest.class.getResource("qwen-text.safetensors").toURI());
        return Weights.of(SafetensorsFile.open("qwen-text.safetensors", path));
    }

    private static FloatTensor numbers(Weights file, String name) {
        Weight weight = file.at("case").find(name).orElseThrow();
        return FloatTensor.wrap(
                WeightData.floats(weight),
                Arrays.stream(weight.shape()).mapToInt(Math::toIntExact).toArray());
    }

    private static FloatTensor run(NetworkDefinition network, Weights file, Map<String, FloatTensor> inputs) {
        TensorGraph graph = new TensorGraph();
        network.build(graph, file.at("network"));
        assertThat(graph.problems()).isEmpty();
        return Interpreter.run(graph, inputs).get("out");
    }
}
