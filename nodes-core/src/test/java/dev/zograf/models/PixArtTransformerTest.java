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

class PixArtTransformerTest {

    private static PixArtTransformer transformer(Map<String, ?> values) {
        return new PixArtTransformer(PixArtTransformerConfig.of(Config.of("transformer/config.json", values)));
    }

    private static PixArtTransformer small(Map<String, ?> values) {
        Map<String, Object> all = new HashMap<>(Map.of(
                "num_layers",
                2,
                "num_attention_heads",
                2,
                "attention_head_dim",
                4,
                "cross_attention_dim",
                8,
                "caption_channels",
                6,
                "sample_size",
                12,
                "interpolation_scale",
                2));
        all.putAll(values);
        return transformer(all);
    }

    /** As diffusers counts them in PixArt-Sigma's. */
    @Test
    void hasAsManyParametersAsThePublishedNetwork() {
        Map<String, Object> sigma = Map.of("use_additional_conditions", false, "interpolation_scale", 2);

        assertThat(DeclaredWeights.of(transformer(sigma)).parameters()).isEqualTo(610_856_096L);
    }

    /** Against diffusers 0.42 with random weights, on a picture that is wider than high and smaller than usual, and with a masked text. */
    @Test
    void paintsAsDiffusersDoes() throws Exception {
        Path path = Path.of(PixArtTransformerTest.class
                .getResource("pixart-sigma.safetensors")
                .toURI());
        Weights file = Weights.of(SafetensorsFile.open("pixart-sigma.safetensors", path));
        TensorGraph graph = new TensorGraph();
        small(Map.of()).build(graph, file.at("net"));
        Map<String, FloatTensor> inputs = new HashMap<>();
        graph.inputs().keySet().forEach(name -> inputs.put(name, numbers(file, "0." + name)));

        FloatTensor out = Interpreter.run(graph, inputs).get("out");

        assertThat(graph.problems()).isEmpty();
        assertThat(out.shape()).containsExactly(2, 8, 6, 10);
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
        PixArtTransformer transformer = small(Map.of());
        FloatTensor odd = Samples.normal(1, 1, 4, 5, 7);
        FloatTensor wide = FloatTensor.concat(3, List.of(odd, FloatTensor.zeros(1, 4, 5, 1)));
        FloatTensor even = FloatTensor.concat(2, List.of(wide, FloatTensor.zeros(1, 4, 1, 8)));

        FloatTensor cut = run(transformer, even).slice(2, 0, 5).slice(3, 0, 7);

        assertThat(run(transformer, odd).shape()).containsExactly(1, 8, 5, 7);
        assertThat(run(transformer, odd).toArray()).isEqualTo(cut.toArray());
    }

    @Test
    void seesNothingOfTokensThatAreMasked() {
        PixArtTransformer transformer = small(Map.of());
        FloatTensor text = Samples.normal(2, 1, 3, 6);
        FloatTensor other = FloatTensor.concat(1, List.of(text.slice(1, 0, 2), Samples.normal(9, 1, 1, 6)));

        assertThat(run(transformer, text, 1, 1, 0).toArray())
                .isEqualTo(run(transformer, other, 1, 1, 0).toArray());
        assertThat(run(transformer, text, 1, 1, 1).toArray())
                .isNotEqualTo(run(transformer, other, 1, 1, 1).toArray());
    }

    private static FloatTensor run(PixArtTransformer transformer, FloatTensor text, float... mask) {
        TensorGraph graph = graph(transformer, List.of());
        return run(graph, Samples.normal(1, 1, 4, 4, 4), text, mask);
    }

    private static FloatTensor run(PixArtTransformer transformer, FloatTensor sample) {
        return run(graph(transformer, List.of()), sample, Samples.normal(2, 1, 3, 6), 1, 1, 1);
    }

    private static TensorGraph graph(PixArtTransformer transformer, List<GraphEdit> edits) {
        TensorGraph graph = new TensorGraph();
        new EditedNetwork(transformer, edits).build(graph, Weights.of(FakeWeights.of(transformer)));
        return graph;
    }

    private static FloatTensor run(TensorGraph graph, FloatTensor sample, FloatTensor text, float... mask) {
        Map<String, FloatTensor> inputs = Map.of(
                "sample",
                sample,
                "timestep",
                FloatTensor.of(new float[] {500}, 1),
                "encoder_hidden_states",
                text,
                "encoder_attention_mask",
                FloatTensor.of(mask, 1, mask.length));
        return Interpreter.run(graph, inputs).get("out");
    }

    @Test
    void offersItsBlocksToEdits() {
        PixArtTransformer transformer = small(Map.of());
        GraphEdit skipFirst =
                hooks -> hooks.at("transformer_blocks.0", (place, values, context) -> List.of(context.get(1)));
        TensorGraph graph = graph(transformer, List.of(skipFirst));

        assertThat(graph.needed()).noneMatch(node -> node.toString().contains("transformer_blocks.0.attn"));
    }

    /** Files of older versions of diffusers have some tensors that are not parameters. */
    @Test
    void namesEveryTensorThatDoesNotFit() {
        PixArtTransformer transformer = small(Map.of());
        DeclaredWeights weights = DeclaredWeights.of(transformer)
                .remove("transformer_blocks.1.attn2.to_q.bias")
                .put("scale_shift_table", 2, 9)
                .put("pos_embed.pos_embed", 1, 36, 8)
                .put("caption_projection.y_embedding", 120, 6)
                .put("adaln_single.emb.resolution_embedder.linear_1.bias", 2);

        assertThat(weights.problems(transformer))
                .containsExactlyInAnyOrder(
                        "transformer_blocks.1.attn2.to_q.bias is missing",
                        "scale_shift_table has the shape [2, 9] where [2, 8] is needed",
                        "adaln_single.emb.resolution_embedder.linear_1.bias is in the file, but the configuration has no place for it");
    }

    @ParameterizedTest
    @CsvSource({
        "norm_type, layer_norm",
        "cross_attention_dim, 9",
        "patch_size, 0",
        "num_layers, -1",
        "interpolation_scale, 0",
        "activation_fn, geglu",
        "use_additional_conditions, true"
    })
    void refusesByNameWhatItDoesNotHave(String setting, String value) {
        Object given = value.matches("-?\\d+") ? (Object) Integer.parseInt(value) : value;
        Object typed = value.equals("true") ? (Object) true : given;
        assertThatThrownBy(() -> small(Map.of(setting, typed)))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("\"" + setting + "\"");
    }

    /** As in diffusers: of the size of the first models of 1024 pixels, those that say nothing have it. */
    @Test
    void refusesModelsThatAreToldTheSizeOfThePicture() {
        assertThatThrownBy(() -> small(Map.of("sample_size", 128)))
                .hasMessageContaining("PixArt-alpha of 1024 pixels, are not supported");
    }

    @Test
    void takesTheFormerNameOfTheClassOnlyWithTheNormsOfPixArt() {
        assertThat(small(Map.of("_class_name", "Transformer2DModel", "norm_type", "ada_norm_single"))
                        .config()
                        .layers())
                .isEqualTo(2);
        assertThatThrownBy(() -> small(Map.of("_class_name", "Transformer2DModel")))
                .hasMessageContaining("norm_type");
    }
}
