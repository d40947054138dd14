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
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Against diffusers 0.42 with random weights: a transformer of three blocks, and two ControlNets at a strength of 0.7. {@code a} has one block
 * as InstantX's, with a mask beside the control picture; {@code b} has two as those of 3.5 large.
 */
class Sd3ControlNetTest {

    private static final Map<String, Object> CONFIG = Map.of(
            "in_channels", 4,
            "num_layers", 3,
            "num_attention_heads", 2,
            "attention_head_dim", 4,
            "caption_projection_dim", 8,
            "joint_attention_dim", 6,
            "pooled_projection_dim", 5,
            "pos_embed_max_size", 6);

    private static final Weights FILE = file();

    private static Weights file() {
        try {
            Path path = Path.of(Sd3ControlNetTest.class
                    .getResource("sd3-control.safetensors")
                    .toURI());
            return Weights.of(SafetensorsFile.open("sd3-control.safetensors", path));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static Config config(Map<String, ?> more) {
        return Config.of("config.json", CONFIG).with(more);
    }

    private static Sd3ControlNetEdit edit(String name, Map<String, ?> more) {
        Weights weights = network(name);
        return new Sd3ControlNetEdit(Sd3ControlNet.of(config(more), weights), weights);
    }

    private static Sd3ControlNetEdit masked() {
        return edit("a", Map.of("num_layers", 1, "extra_conditioning_channels", 1, "qk_norm", "rms_norm"));
    }

    private static Sd3ControlNetEdit large() {
        return edit("b", Map.of("num_layers", 2, "force_zeros_for_pooled_projection", false));
    }

    private static TensorGraph graph(Sd3ControlNetEdit edit, Map<String, ?> more) {
        TensorGraph graph = new TensorGraph();
        Sd3Transformer transformer = new Sd3Transformer(Sd3TransformerConfig.of(config(more)));
        new EditedNetwork(transformer, List.of(edit)).build(graph, network("net"));
        return graph;
    }

    /** The tensors of a network without the first part of their names. */
    private static Weights network(String part) {
        Map<String, Weight> out = new TreeMap<>();
        for (String name : FILE.at(part).names()) {
            out.put(name.substring(part.length() + 1), FILE.find(name).orElseThrow());
        }
        return Weights.of(GivenWeights.of(out));
    }

    private static FloatTensor numbers(String name) {
        Weight weight = FILE.find(name).orElseThrow();
        return FloatTensor.wrap(
                WeightData.floats(weight),
                Arrays.stream(weight.shape()).mapToInt(Math::toIntExact).toArray());
    }

    private static void assertControls(String name, Sd3ControlNetEdit edit) {
        Map<String, FloatTensor> inputs = new HashMap<>();
        for (String each : List.of("sample", "timestep", "encoder_hidden_states", "pooled_projections")) {
            inputs.put(each, numbers(each));
        }
        inputs.put(EditedNetwork.name(0, "condition"), numbers("control." + name));
        int count = edit.network().residuals();
        inputs.put(
                EditedNetwork.name(0, "strength"), FloatTensor.zeros(2, count).map(zero -> 0.7));

        FloatTensor out = Interpreter.run(graph(edit, Map.of()), inputs).get("out");

        assertThat(out.toArray()).containsExactly(numbers("out." + name).toArray(), within(1e-4f));
    }

    @Test
    void controlsAsDiffusersDoes() {
        assertControls("a", masked());
        assertControls("b", large());
    }

    @Test
    void tellsItsKindByItsWeights() {
        assertThat(masked().network().control()).isEqualTo(5);
        assertThat(masked().network().readsText()).isTrue();
        assertThat(masked().network().ownPositions()).isTrue();
        assertThat(large().network().readsText()).isFalse();
        assertThat(large().network().ownPatches()).isFalse();
        assertThat(large().network().readsPooled()).isTrue();
    }

    @Test
    void namesWhatIsNotItsOwn() {
        assertThat(graph(large(), Map.of()).problems()).isEmpty();
        Sd3ControlNetEdit edit = new Sd3ControlNetEdit(large().network(), network("a"));
        assertThat(graph(edit, Map.of()).problems())
                .contains("controlnet_blocks.1.weight is missing")
                .anyMatch(problem -> problem.startsWith("pos_embed.proj.weight is in the file"));
    }

    @Test
    void refusesATransformerOfAnotherWidth() {
        assertThatThrownBy(() -> graph(large(), Map.of("attention_head_dim", 8, "caption_projection_dim", 16)))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("tokens of 8 numbers")
                .hasMessageContaining("tokens of 16 numbers");
    }
}
