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
import dev.zograf.testkit.fake.GivenWeights;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Against {@code FluxControlNetModel} and {@code FluxTransformer2DModel} of diffusers 0.42.1 with random weights: three blocks of either kind, a
 * ControlNet of two and one that knows three kinds of pictures, and a latent of 4 by 6.
 */
class FluxControlNetTest {

    private static final Weights FILE = open();
    private static final Map<String, Object> SIZES = Map.of(
            "in_channels", 16,
            "attention_head_dim", 8,
            "num_attention_heads", 1,
            "joint_attention_dim", 6,
            "pooled_projection_dim", 5,
            "guidance_embeds", true,
            "axes_dims_rope", List.of(2, 2, 4));

    private static Weights open() {
        try {
            String name = "flux-control-union.safetensors";
            Path path = Path.of(FluxControlNetTest.class.getResource(name).toURI());
            return Weights.of(SafetensorsFile.open(name, path));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** The tensors of a network without the first part of their names, which edits would take for a part of its places. */
    private static Weights part(String name) {
        NavigableMap<String, Weight> out = new TreeMap<>();
        for (String full : FILE.at(name).names()) {
            String plain = full.substring(name.length() + 1);
            Weight weight = FILE.find(full).orElseThrow();
            out.put(plain, Weight.of(plain, weight.dtype(), weight.shape(), weight.storage()));
        }
        return Weights.of(GivenWeights.of(out));
    }

    private static Config config(Map<String, ?> more) {
        Map<String, Object> all = new HashMap<>(SIZES);
        all.putAll(more);
        return Config.of("config.json", all);
    }

    private static FluxTransformer flux(Map<String, ?> more) {
        Map<String, Object> all = new HashMap<>(Map.of("num_layers", 3, "num_single_layers", 3));
        all.putAll(more);
        return new FluxTransformer(FluxTransformerConfig.of(config(all)));
    }

    private static FluxControlNetEdit union() {
        return new FluxControlNetEdit(
                FluxControlNet.of(config(Map.of("num_layers", 2, "num_single_layers", 1, "num_mode", 3))),
                part("control"));
    }

    private static FloatTensor numbers(String name) {
        Weight weight = FILE.at("case").find(name).orElseThrow();
        return FloatTensor.wrap(
                WeightData.floats(weight),
                Arrays.stream(weight.shape()).mapToInt(Math::toIntExact).toArray());
    }

    @Test
    void addsToThePictureAsDiffusersDoes() {
        NetworkDefinition edited = EditedNetwork.of(flux(Map.of()), List.of(union()));
        Map<String, FloatTensor> inputs = new HashMap<>();
        for (String name : List.of("sample", "timestep", "encoder_hidden_states", "pooled_projections", "guidance")) {
            inputs.put(name, numbers(name));
        }
        inputs.put("guided", FloatTensor.of(new float[] {1}, 1));
        for (String name : List.of("condition", "strength", "kind")) {
            inputs.put(EditedNetwork.name(0, name), numbers(name));
        }
        TensorGraph graph = new TensorGraph();
        edited.build(graph, part("network"));

        assertThat(graph.problems()).isEmpty();
        assertThat(Interpreter.run(graph, inputs).get("out").toArray())
                .containsExactly(numbers("out").toArray(), within(1e-4f));
    }

    private static void build(NetworkDefinition network, GraphEdit... edits) {
        EditedNetwork.of(network, List.of(edits)).build(new TensorGraph(), Weights.of(DeclaredWeights.of(network)));
    }

    @Test
    void isForTransformersOfItsSizes() {
        SdUnet unet = new SdUnet(SdUnetConfig.of(Config.of("unet/config.json", Map.of())));
        assertThatThrownBy(() -> build(unet, union()))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("This ControlNet is for FLUX.1");
        assertThatThrownBy(() -> build(flux(Map.of("num_attention_heads", 2)), union()))
                .hasMessageContaining("This ControlNet is for FLUX.1");
        assertThatThrownBy(() -> build(flux(Map.of("guidance_embeds", false)), union()))
                .hasMessageContaining("a FLUX.1 that is told the scale of guidance")
                .hasMessageContaining("schnell");
    }

    @Test
    void doesNotGoWithOtherPictures() {
        assertThatThrownBy(() -> build(flux(Map.of()), new FluxReferenceEdit(1), union()))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("looks at other pictures, too");
    }

    @Test
    void seesTheLatentAloneOfAModelThatRepaints() {
        FluxTransformer fill = flux(Map.of("in_channels", 96, "out_channels", 16));
        TensorGraph graph = new TensorGraph();
        EditedNetwork.of(fill, List.of(union())).build(graph, Weights.of(DeclaredWeights.of(fill)));

        assertThat(graph.problems()).isEmpty();
        assertThat(graph.inputs().get("edit.0.condition").shape()).hasToString("[batch, 4, height, width]");
        assertThat(graph.inputs().get("edit.0.strength").shape()).hasToString("[batch, 3]");
    }

    @Test
    void refusesByNameWhatItDoesNotHave() {
        assertThatThrownBy(() -> FluxControlNet.of(config(Map.of("conditioning_embedding_channels", 3))))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("\"conditioning_embedding_channels\": 3 is not supported");
        assertThatThrownBy(() -> FluxControlNet.of(config(Map.of("num_mode", -1))))
                .hasMessageContaining("\"num_mode\" is -1");
        assertThat(FluxControlNet.of(config(Map.of("num_single_layers", 0))).residuals())
                .isEqualTo(19);
    }
}
