package dev.zograf.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.zograf.api.BadFileException;
import dev.zograf.api.Cancellation;
import dev.zograf.api.model.Config;
import dev.zograf.api.model.Precision;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.api.value.IntTensor;
import dev.zograf.runtime.model.SafetensorsFile;
import dev.zograf.runtime.network.Device;
import dev.zograf.runtime.network.EngineNetworks;
import dev.zograf.runtime.network.NetworkOptions;
import dev.zograf.runtime.network.Optimization;
import dev.zograf.runtime.ort.OrtBackend;
import dev.zograf.tensor.Interpreter;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightData;
import dev.zograf.tensor.Weights;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QwenVisionTest {

    /** Windows of 4 by 4 patches, 2 by 2 tokens. */
    private static final Config SMALL = Config.of(
            "text_encoder/config.json",
            Map.of(
                    "depth", 3,
                    "hidden_size", 16,
                    "intermediate_size", 12,
                    "num_heads", 2,
                    "patch_size", 2,
                    "window_size", 8,
                    "out_hidden_size", 8,
                    "fullatt_block_indexes", List.of(1)));

    private static final NetworkOptions OPTIONS =
            new NetworkOptions(Device.CPU, 1, Optimization.SMALL, Precision.FLOAT32, 1 << 30);

    @Test
    void hasAsManyParametersAsThePublishedTower() {
        QwenVision tower = QwenVision.of(Config.of("config.json", Map.of()));
        DeclaredWeights weights = DeclaredWeights.of(tower);

        assertThat(weights.parameters()).isEqualTo(676_550_144L);
        assertThat(weights.problems(tower)).isEmpty();
        assertThat(weights.graph(tower).outputs().get("out").shape()).hasToString("[1, tokens, 3584]");
        assertThat(weights.rename("visual.", "model.visual.").problems(tower)).isEmpty();
    }

    /** Against {@code Qwen2_5_VisionTransformerPretrainedModel} of transformers 5.24, of pictures that fill their windows and that do not. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void seesWhatTransformersDoes(int which) throws Exception {
        Path path = Path.of(
                QwenVisionTest.class.getResource("qwenvision.safetensors").toURI());
        Weights file = Weights.of(SafetensorsFile.open("qwenvision.safetensors", path));
        Weights golden = file.at("case", which);
        QwenVision tower = QwenVision.of(SMALL);
        FloatTensor size = numbers(golden, "grid");
        Map<String, HostTensor> inputs =
                inputs(tower.grid((int) size.at(0), (int) size.at(1)), numbers(golden, "patches"));
        float[] expected = numbers(golden, "out").toArray();

        TensorGraph graph = new TensorGraph();
        tower.build(graph, file.at("network"));
        assertThat(graph.problems()).isEmpty();
        assertThat(Interpreter.run(graph, inputs).get("out").toArray()).containsExactly(expected, within(1e-4f));
        try (EngineNetworks networks = new EngineNetworks(OPTIONS, new OrtBackend(OPTIONS))) {
            assertThat(networks.compile(tower, file.at("network"))
                            .run(inputs, Set.of("out"), Cancellation.never())
                            .get("out")
                            .toArray())
                    .containsExactly(expected, within(1e-4f));
        }
    }

    private static Map<String, HostTensor> inputs(QwenVisionGrid grid, FloatTensor patches) {
        int windows = grid.windows();
        int slots = grid.windowPatches();
        return Map.of(
                "patches", patches,
                "places", FloatTensor.wrap(grid.places(), 1, grid.patches(), 2),
                "filling", IntTensor.of(grid.filling(), windows, slots),
                "slots", IntTensor.of(grid.slots(), grid.patches()),
                "empty", FloatTensor.wrap(grid.empty(), windows, slots));
    }

    private static FloatTensor numbers(Weights file, String name) {
        Weight weight = file.find(name).orElseThrow();
        return FloatTensor.wrap(
                WeightData.floats(weight),
                Arrays.stream(weight.shape()).mapToInt(Math::toIntExact).toArray());
    }

    @Test
    void namesWhatIsMissingOrTooMuch() {
        QwenVision tower = QwenVision.of(SMALL);

        assertThat(DeclaredWeights.of(tower)
                        .remove("visual.blocks.1.norm2.weight")
                        .put("visual.blocks.3.norm1.weight", 16)
                        .put("model.norm.weight", 8)
                        .problems(tower))
                .containsExactlyInAnyOrder(
                        "visual.blocks.1.norm2.weight is missing",
                        "visual.blocks.3.norm1.weight is in the file, but the configuration has no place for it");
    }

    @Test
    void putsSquaresOfPatchesBehindEachOther() {
        QwenVisionGrid grid = new QwenVisionGrid(2, 6, 2, 4);

        assertThat(grid.places()).startsWith(0, 0, 0, 1, 1, 0, 1, 1, 0, 2);
        assertThat(grid.tokens()).isEqualTo(3);
        assertThat(grid.windows()).isEqualTo(2);
        assertThat(grid.slots()).containsExactly(0, 1, 4, 5, 2, 3, 6, 7, 16, 17, 20, 21);
        assertThat(grid.empty()).hasSize(32).containsOnly(0, 1);
        assertThatThrownBy(() -> new QwenVisionGrid(3, 6, 2, 4)).hasMessageContaining("6x3 patches");
    }

    @ParameterizedTest
    @CsvSource({
        "hidden_act, gelu, gelu is not supported",
        "depth, 0, has to be from 1 to 1000",
        "num_heads, 3, is no multiple of 4",
        "window_size, 3, are less than the square of 2x2 patches of 2 pixels",
    })
    void refusesWhatIsNotHere(String name, String value, String why) {
        Object told = value.matches("\\d+") ? (Object) Integer.valueOf(value) : value;

        assertThatThrownBy(() -> QwenVision.of(SMALL.with(Map.of(name, told))))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining(name)
                .hasMessageContaining(why);
    }
}
