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
import dev.zograf.tensor.NetworkDefinition;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightData;
import dev.zograf.tensor.Weights;
import dev.zograf.testkit.Samples;
import dev.zograf.testkit.fake.FakeWeights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QwenImageTransformerTest {

    private static final Map<String, Object> SMALL = Map.of(
            "in_channels", 16,
            "out_channels", 4,
            "num_layers", 2,
            "attention_head_dim", 8,
            "num_attention_heads", 2,
            "joint_attention_dim", 6,
            "axes_dims_rope", List.of(2, 2, 4));

    private static QwenImageTransformer qwen(Map<String, ?> values) {
        return new QwenImageTransformer(QwenImageTransformerConfig.of(Config.of("transformer/config.json", values)));
    }

    private static QwenImageTransformer small(Map<String, ?> values) {
        Map<String, Object> all = new HashMap<>(SMALL);
        all.putAll(values);
        return qwen(all);
    }

    @Test
    void hasAsManyParametersAsThePublishedNetworks() {
        QwenImageTransformer published = qwen(Map.of());
        DeclaredWeights weights = DeclaredWeights.of(published);

        assertThat(weights.parameters()).isEqualTo(20_430_401_088L);
        assertThat(weights.names()).hasSize(1933);
        TensorGraph graph = weights.graph(published);
        assertThat(graph.problems()).isEmpty();
        assertThat(graph.inputs().get("encoder_hidden_states").shape()).hasToString("[batch, tokens, 3584]");
        assertThat(graph.outputs().get("out").shape()).hasToString("[batch, 16, height, width]");
    }

    /**
     * Against {@code QwenImageTransformer2DModel} of diffusers 0.42.1 with random weights: pictures wider than high and higher than wide, of two
     * texts the shorter one filled up and masked; and such that look at others of other sizes, as {@code QwenImageEditPlusPipeline} has them, by
     * a network that is told their noise is none, too.
     */
    @ParameterizedTest
    @CsvSource({"wide, 0", "high, 0", "two, 0", "edit, 2", "edit2, 1", "told, 2", "untold, 0"})
    void paintsAsDiffusersDoes(String name, int references) throws Exception {
        Path path = Path.of(QwenImageTransformerTest.class
                .getResource("qwen-image.safetensors")
                .toURI());
        Weights file = Weights.of(SafetensorsFile.open("qwen-image.safetensors", path));
        Map<String, FloatTensor> inputs = new HashMap<>();
        for (String input : List.of("sample", "timestep", "encoder_hidden_states")) {
            inputs.put(input, numbers(file, name + "." + input));
        }
        List<GraphEdit> edits = new ArrayList<>();
        if (file.find(name + ".mask").isPresent()) {
            inputs.put(EditedNetwork.name(0, QwenImageTextMask.MASK), numbers(file, name + ".mask"));
            edits.add(new QwenImageTextMask());
        }
        for (int i = 0; i < references; i++) {
            String input = ReferenceEdit.reference(i);
            inputs.put(EditedNetwork.name(edits.size(), input), numbers(file, name + "." + input));
        }
        if (references > 0) {
            edits.add(new QwenImageReferenceEdit(references));
        }
        QwenImageTransformer network = small(Map.of("zero_cond_t", name.endsWith("told")));

        FloatTensor out = run(EditedNetwork.of(network, edits), file.at("net"), inputs);

        FloatTensor expected = numbers(file, name + ".out");
        assertThat(out.shape()).isEqualTo(expected.shape());
        assertThat(out.toArray()).containsExactly(expected.toArray(), within(2e-4f));
    }

    private static FloatTensor numbers(Weights file, String name) {
        Weight weight = file.find(name).orElseThrow();
        return FloatTensor.wrap(
                WeightData.floats(weight),
                Arrays.stream(weight.shape()).mapToInt(Math::toIntExact).toArray());
    }

    private static FloatTensor run(NetworkDefinition network, Weights weights, Map<String, FloatTensor> inputs) {
        TensorGraph graph = new TensorGraph();
        network.build(graph, weights);
        assertThat(graph.problems()).isEmpty();
        return Interpreter.run(graph, inputs).get("out");
    }

    private static FloatTensor painted(FloatTensor sample, GraphEdit... edits) {
        QwenImageTransformer qwen = small(Map.of());
        Map<String, FloatTensor> inputs = Map.of(
                "sample", sample,
                "timestep", FloatTensor.of(new float[] {500}, 1),
                "encoder_hidden_states", Samples.normal(2, 1, 3, 6));
        return run(EditedNetwork.of(qwen, List.of(edits)), Weights.of(FakeWeights.of(qwen)), inputs);
    }

    @Test
    void fillsUpOddSidesWithTheFirstRowAndColumn() {
        FloatTensor odd = Samples.normal(1, 1, 4, 5, 3);
        FloatTensor rows = FloatTensor.concat(2, List.of(odd, odd.slice(2, 0, 1)));
        FloatTensor even = FloatTensor.concat(3, List.of(rows, rows.slice(3, 0, 1)));

        assertThat(painted(odd).toArray())
                .containsExactly(painted(even).slice(2, 0, 5).slice(3, 0, 3).toArray());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "time_text_embed",
                "transformer_blocks.0",
                "transformer_blocks.0.attn.input",
                "transformer_blocks.0.attn.mixed",
                "transformer_blocks.0.attn",
                "transformer_blocks.0.img_mlp.input",
                "transformer_blocks.0.img_mlp",
                "transformer_blocks.0.txt_mlp.input",
                "transformer_blocks.0.txt_mlp"
            })
    void offersPlacesToEdits(String place) {
        FloatTensor sample = Samples.normal(1, 1, 4, 4, 4);
        GraphEdit nothing = hooks -> hooks.at(place, (at, values, context) -> values);
        GraphEdit more = hooks -> hooks.at(
                place,
                (at, values, context) ->
                        values.stream().map(each -> each.times(1.5).plus(0.5)).toList());

        assertThat(painted(sample, nothing).toArray())
                .containsExactly(painted(sample).toArray());
        assertThat(painted(sample, more).toArray()).isNotEqualTo(painted(sample).toArray());
    }

    @Test
    void namesEveryTensorThatDoesNotFit() {
        QwenImageTransformer qwen = small(Map.of());
        DeclaredWeights weights = DeclaredWeights.of(qwen)
                .remove("transformer_blocks.1.attn.add_q_proj.bias")
                .put("txt_norm.weight", 7)
                .put("__index_timestep_zero__", 0)
                .put("time_text_embed.addition_t_embedding.weight", 2, 16);

        assertThat(weights.problems(qwen))
                .containsExactlyInAnyOrder(
                        "transformer_blocks.1.attn.add_q_proj.bias is missing",
                        "txt_norm.weight has the shape [7] where [6] is needed",
                        "time_text_embed.addition_t_embedding.weight is in the file, but the configuration has no place for it");
    }

    @ParameterizedTest
    @CsvSource({
        "patch_size, 1",
        "guidance_embeds, true",
        "use_additional_t_cond, true",
        "use_layer3d_rope, true",
        "in_channels, 66",
        "num_layers, 0",
        "out_channels, -1"
    })
    void refusesByNameWhatItDoesNotHave(String setting, String value) {
        Object given = value.equals("true") ? (Object) true : (Object) Integer.parseInt(value);

        assertThatThrownBy(() -> small(Map.of(setting, given)))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("\"" + setting + "\"");
    }

    @Test
    void showsPicturesToModelsOfItsFamilyOnly() {
        QwenImageTransformer qwen = small(Map.of());
        Weights weights = Weights.of(DeclaredWeights.of(qwen));
        NetworkDefinition edited = EditedNetwork.of(qwen, List.of(new FluxReferenceEdit(1)));

        assertThatThrownBy(() -> edited.build(new TensorGraph(), weights))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("placed as FLUX.1 Kontext has them");
        FluxTransformer flux =
                new FluxTransformer(FluxTransformerConfig.of(Config.of("transformer/config.json", Map.of())));
        for (GraphEdit edit : List.of(new QwenImageReferenceEdit(1), new QwenImageTextMask())) {
            NetworkDefinition other = EditedNetwork.of(flux, List.of(edit));
            assertThatThrownBy(() -> other.build(new TensorGraph(), Weights.of(DeclaredWeights.of(flux))))
                    .isInstanceOf(BadFileException.class)
                    .hasMessageContaining("Qwen-Image");
        }
    }
}
