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
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FluxTransformerTest {

    private static final Map<String, Object> SMALL = Map.of(
            "in_channels", 16,
            "num_layers", 1,
            "num_single_layers", 1,
            "attention_head_dim", 8,
            "num_attention_heads", 2,
            "joint_attention_dim", 8,
            "pooled_projection_dim", 6,
            "guidance_embeds", true,
            "axes_dims_rope", List.of(2, 2, 4));

    private static FluxTransformer flux(Map<String, ?> values) {
        return new FluxTransformer(FluxTransformerConfig.of(Config.of("transformer/config.json", values)));
    }

    private static FluxTransformer small(Map<String, ?> values) {
        Map<String, Object> all = new HashMap<>(SMALL);
        all.putAll(values);
        return flux(all);
    }

    @Test
    void hasAsManyParametersAsThePublishedNetworks() {
        FluxTransformer dev = flux(Map.of("guidance_embeds", true));
        DeclaredWeights weights = DeclaredWeights.of(dev);
        assertThat(weights.parameters()).isEqualTo(11_901_408_320L);
        assertThat(weights.names()).hasSize(1160);
        TensorGraph graph = weights.graph(dev);
        assertThat(graph.problems()).isEmpty();
        assertThat(graph.outputs().get("out").shape()).hasToString("[batch, 16, height, width]");

        DeclaredWeights schnell = DeclaredWeights.of(flux(Map.of()));
        assertThat(schnell.parameters()).isEqualTo(11_891_178_560L);
        assertThat(schnell.graph(flux(Map.of())).inputs()).doesNotContainKey("guidance");
    }

    /** As FLUX.1 Fill, which sees the masked picture and the mask beside the latent. */
    @Test
    void countsChannelsOfTheLatent() {
        FluxTransformer fill = flux(Map.of("in_channels", 384, "out_channels", 64));

        assertThat(fill.config().inChannels()).isEqualTo(96);
        assertThat(fill.config().outChannels()).isEqualTo(16);
        TensorGraph graph = DeclaredWeights.of(fill).graph(fill);
        assertThat(graph.inputs().get("sample").shape()).hasToString("[batch, 96, height, width]");
        assertThat(graph.outputs().get("out").shape()).hasToString("[batch, 16, height, width]");
    }

    @Test
    void namesEveryTensorThatDoesNotFit() {
        FluxTransformer flux = small(Map.of());
        DeclaredWeights weights = DeclaredWeights.of(flux)
                .remove("transformer_blocks.0.attn.norm_added_k.weight")
                .put("single_transformer_blocks.0.proj_out.weight", 16, 16)
                .put("transformer_blocks.1.norm1.linear.bias", 96);

        assertThat(weights.problems(flux))
                .containsExactly(
                        "transformer_blocks.0.attn.norm_added_k.weight is missing",
                        "single_transformer_blocks.0.proj_out.weight has the shape [16, 16] where [16, 80] is needed",
                        "transformer_blocks.1.norm1.linear.bias is in the file, but the configuration has no place for it");
    }

    @Test
    void refusesByNameWhatItDoesNotHave() {
        assertThatThrownBy(() -> flux(Map.of("patch_size", 2)))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("\"patch_size\": 2 is not supported; supported is: 1");
        assertThatThrownBy(() -> flux(Map.of("in_channels", 66))).hasMessageContaining("\"in_channels\": 66 channels");
        assertThatThrownBy(() -> flux(Map.of("attention_head_dim", 64)))
                .hasMessageContaining("\"axes_dims_rope\": [16, 56, 56] are not three even numbers")
                .hasMessageContaining("\"attention_head_dim\", 64.");
        assertThatThrownBy(() -> flux(Map.of("axes_dims_rope", List.of(64, 64))))
                .hasMessageContaining("axes_dims_rope");
    }

    @ParameterizedTest
    @ValueSource(strings = {"num_layers", "num_single_layers", "num_attention_heads", "joint_attention_dim"})
    void refusesCountsBelowOne(String setting) {
        assertThatThrownBy(() -> flux(Map.of(setting, 0)))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("\"" + setting + "\" is 0, and has to be above 0");
    }

    /**
     * Against {@code FluxTransformer2DModel} of diffusers 0.42.1 with random weights: a latent of 6 by 4 that looks at one of 4 by 6 at (1, 0, 0),
     * as {@code FluxKontextPipeline} has it, and at one of 2 by 4 at (1, 0, 3).
     */
    @Test
    void looksAtOtherPicturesAsDiffusersDoes() throws Exception {
        Path path = Path.of(
                FluxTransformerTest.class.getResource("kontext.safetensors").toURI());
        Weights file = Weights.of(SafetensorsFile.open("kontext.safetensors", path));
        Map<String, FloatTensor> inputs = new HashMap<>();
        for (String input : List.of("sample", "timestep", "encoder_hidden_states", "pooled_projections", "guidance")) {
            inputs.put(input, numbers(file, input));
        }
        inputs.put("guided", FloatTensor.of(new float[] {1}, 1));
        for (int i = 0; i < 2; i++) {
            for (String input : List.of(ReferenceEdit.reference(i), FluxReferenceEdit.place(i))) {
                inputs.put(EditedNetwork.name(0, input), numbers(file, input));
            }
        }

        FloatTensor out =
                run(EditedNetwork.of(small(Map.of()), List.of(new FluxReferenceEdit(2))), file.at("network"), inputs);

        assertThat(out.shape()).containsExactly(1, 4, 6, 4);
        assertThat(out.toArray()).containsExactly(numbers(file, "out").toArray(), within(1e-4f));
    }

    private static FloatTensor numbers(Weights file, String name) {
        Weight weight = file.at("case").find(name).orElseThrow();
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
        FluxTransformer flux = small(Map.of());
        Map<String, FloatTensor> inputs = Map.of(
                "sample", sample,
                "timestep", FloatTensor.of(new float[] {500}, 1),
                "guidance", FloatTensor.of(new float[] {3.5f}, 1),
                "guided", FloatTensor.of(new float[] {1}, 1),
                "encoder_hidden_states", Samples.normal(2, 1, 3, 8),
                "pooled_projections", Samples.normal(3, 1, 6));
        return run(EditedNetwork.of(flux, List.of(edits)), Weights.of(FakeWeights.of(flux)), inputs);
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
                "transformer_blocks.0.ff.input",
                "transformer_blocks.0.ff",
                "transformer_blocks.0.ff_context",
                "single_transformer_blocks.0",
                "single_transformer_blocks.0.attn.input",
                "single_transformer_blocks.0.attn.mixed"
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
    void placesSeveralPicturesSideBySide() {
        Map<String, float[]> places =
                new FluxReferenceEdit(3).places(List.of(new int[] {64, 96}, new int[] {64, 64}, new int[] {128, 32}));

        assertThat(places)
                .containsEntry("place.0", new float[] {1, 0, 0})
                .containsEntry("place.1", new float[] {1, 32, 0})
                .containsEntry("place.2", new float[] {1, 0, 48});
    }

    @Test
    void showsPicturesToModelsOfItsFamilyOnly() {
        SdUnet unet = new SdUnet(SdUnetConfig.of(Config.of("unet/config.json", Map.of())));
        NetworkDefinition edited = EditedNetwork.of(unet, List.of(new FluxReferenceEdit(1)));

        assertThatThrownBy(() -> edited.build(new TensorGraph(), Weights.of(DeclaredWeights.of(unet))))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("Pictures to look at are placed as FLUX.1 Kontext has them");
    }
}
