package dev.zograf.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Config;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.runtime.model.SafetensorsFile;
import dev.zograf.tensor.EditedNetwork;
import dev.zograf.tensor.GraphEdit;
import dev.zograf.tensor.Interpreter;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightData;
import dev.zograf.tensor.Weights;
import dev.zograf.testkit.Samples;
import dev.zograf.testkit.fake.FakeWeights;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Sd3TransformerTest {

    private static Sd3Transformer transformer(Map<String, ?> values) {
        return new Sd3Transformer(Sd3TransformerConfig.of(Config.of("transformer/config.json", values)));
    }

    private static Sd3Transformer published(int layers, Map<String, ?> more) {
        Map<String, Object> all = new HashMap<>(
                Map.of("num_layers", layers, "num_attention_heads", layers, "caption_projection_dim", 64 * layers));
        all.putAll(more);
        return transformer(all);
    }

    private static Sd3Transformer small(Map<String, ?> values) {
        Map<String, Object> all = new HashMap<>(Map.of(
                "in_channels",
                4,
                "num_layers",
                2,
                "num_attention_heads",
                2,
                "attention_head_dim",
                4,
                "caption_projection_dim",
                8,
                "joint_attention_dim",
                6,
                "pooled_projection_dim",
                5,
                "pos_embed_max_size",
                6));
        all.putAll(values);
        return transformer(all);
    }

    /** Of Stable Diffusion 3 medium, 3.5 medium and 3.5 large; the table of positions is no parameter. */
    @Test
    void hasAsManyParametersAsThePublishedNetworks() {
        Map<String, Object> normalised = Map.of("qk_norm", "rms_norm", "pos_embed_max_size", 192);
        Map<String, Object> medium = new HashMap<>(normalised);
        medium.put("pos_embed_max_size", 384);
        medium.put("dual_attention_layers", List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12));

        assertThat(parameters(published(24, Map.of("pos_embed_max_size", 192)))).isEqualTo(2_028_328_000L);
        assertThat(parameters(published(24, medium))).isEqualTo(2_243_171_520L);
        assertThat(parameters(published(38, normalised))).isEqualTo(8_056_627_520L);
    }

    private static long parameters(Sd3Transformer transformer) {
        DeclaredWeights weights = DeclaredWeights.of(transformer).remove("pos_embed.pos_embed");
        return weights.parameters();
    }

    /** Against diffusers 0.42 with random weights: Stable Diffusion 3.5 medium with two blocks, the first with two attentions. */
    @Test
    void paintsAsDiffusersDoes() throws Exception {
        Path path = Path.of(
                Sd3TransformerTest.class.getResource("sd35-medium.safetensors").toURI());
        Weights file = Weights.of(SafetensorsFile.open("sd35-medium.safetensors", path));
        TensorGraph graph = new TensorGraph();
        small(Map.of("qk_norm", "rms_norm", "dual_attention_layers", List.of(0)))
                .build(graph, file.at("net"));
        Map<String, FloatTensor> inputs = new HashMap<>();
        graph.inputs().keySet().forEach(name -> inputs.put(name, numbers(file, "0." + name)));

        FloatTensor out = Interpreter.run(graph, inputs).get("out");

        assertThat(out.shape()).containsExactly(2, 4, 6, 10);
        assertThat(out.toArray()).containsExactly(numbers(file, "0.out").toArray(), within(1e-4f));
    }

    private static FloatTensor numbers(Weights file, String name) {
        Weight weight = file.find(name).orElseThrow();
        return FloatTensor.wrap(
                WeightData.floats(weight),
                Arrays.stream(weight.shape()).mapToInt(Math::toIntExact).toArray());
    }

    @Test
    void fillsUpSidesThatAreNoMultipleOfThePatch() {
        Sd3Transformer transformer = small(Map.of());
        FloatTensor odd = Samples.normal(1, 1, 4, 5, 7);
        FloatTensor wide = FloatTensor.concat(3, List.of(odd, FloatTensor.zeros(1, 4, 5, 1)));
        FloatTensor even = FloatTensor.concat(2, List.of(wide, FloatTensor.zeros(1, 4, 1, 8)));

        FloatTensor cut = run(transformer, even).slice(2, 0, 5).slice(3, 0, 7);

        assertThat(run(transformer, odd).shape()).containsExactly(1, 4, 5, 7);
        assertThat(run(transformer, odd).toArray()).isEqualTo(cut.toArray());
    }

    private static FloatTensor run(Sd3Transformer transformer, FloatTensor sample) {
        TensorGraph graph = new TensorGraph();
        transformer.build(graph, Weights.of(FakeWeights.of(transformer)));
        return run(graph, sample);
    }

    private static FloatTensor run(TensorGraph graph, FloatTensor sample) {
        Map<String, FloatTensor> inputs = Map.of(
                "sample", sample,
                "timestep", FloatTensor.of(new float[] {500}, 1),
                "encoder_hidden_states", Samples.normal(2, 1, 3, 6),
                "pooled_projections", Samples.normal(3, 1, 5));
        return Interpreter.run(graph, inputs).get("out");
    }

    @Test
    void offersItsBlocksToEdits() {
        Sd3Transformer transformer = small(Map.of());
        FloatTensor sample = Samples.normal(1, 1, 4, 4, 4);
        GraphEdit skipFirst =
                hooks -> hooks.at("transformer_blocks.0", (place, values, context) -> context.subList(1, 3));
        TensorGraph graph = new TensorGraph();
        new EditedNetwork(transformer, List.of(skipFirst)).build(graph, Weights.of(FakeWeights.of(transformer)));

        assertThat(run(graph, sample).toArray())
                .isNotEqualTo(run(transformer, sample).toArray());
        assertThat(graph.needed()).noneMatch(node -> node.toString().contains("transformer_blocks.0.attn"));
    }

    @Test
    void namesEveryTensorThatDoesNotFit() {
        Sd3Transformer transformer = small(Map.of());
        DeclaredWeights weights = DeclaredWeights.of(transformer)
                .remove("transformer_blocks.1.attn.add_q_proj.bias")
                .put("pos_embed.pos_embed", 1, 25, 8)
                .put("transformer_blocks.0.attn2.to_q.bias", 8);

        assertThat(weights.problems(transformer))
                .containsExactly(
                        "pos_embed.pos_embed has the shape [1, 25, 8] where [1, 36, 8] is needed",
                        "transformer_blocks.1.attn.add_q_proj.bias is missing",
                        "transformer_blocks.0.attn2.to_q.bias is in the file, but the configuration has no place for it");
    }

    @ParameterizedTest
    @CsvSource({"qk_norm, layer_norm", "caption_projection_dim, 9", "patch_size, 0", "num_layers, -1"})
    void refusesByNameWhatItDoesNotHave(String setting, String value) {
        Object given = value.matches("-?\\d+") ? (Object) Integer.parseInt(value) : value;
        assertThatThrownBy(() -> small(Map.of(setting, given)))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("\"" + setting + "\"")
                .hasMessageContaining(value);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 2})
    void refusesBlocksThatAreNotThere(int block) {
        assertThatThrownBy(() -> small(Map.of("dual_attention_layers", List.of(0, block))))
                .hasMessageContaining("\"dual_attention_layers\": there is no block " + block + " among 2");
    }
}
