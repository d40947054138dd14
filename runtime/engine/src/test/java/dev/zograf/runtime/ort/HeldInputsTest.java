package dev.zograf.runtime.ort;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.api.Cancellation;
import dev.zograf.api.model.Precision;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.runtime.network.Device;
import dev.zograf.runtime.network.LoadedNetwork;
import dev.zograf.runtime.network.NetworkOptions;
import dev.zograf.runtime.network.Optimization;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.TensorGraph;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is fed again is not copied again, and nothing stale is computed with. */
class HeldInputsTest {

    private static final int SIZE = 5000;

    private static FloatTensor filled(float number) {
        float[] numbers = new float[SIZE];
        Arrays.fill(numbers, number);
        return FloatTensor.wrap(numbers, SIZE);
    }

    private static int copies() {
        return NativeObject.open().getOrDefault("OnnxTensor", 0);
    }

    private static float sum(LoadedNetwork network, FloatTensor x, FloatTensor y, boolean again) {
        return network.run(Map.of("x", x, "y", y), Set.of("out"), again, Cancellation.never())
                .get("out")
                .at(SIZE - 1);
    }

    @Test
    void copiesAreHeldWhileTheNetworkRunsAgainAndAgain() {
        TensorGraph graph = new TensorGraph();
        graph.output("out", graph.input("x", DType.F32, "n").plus(graph.input("y", DType.F32, "n")));
        NetworkOptions options = new NetworkOptions(Device.CPU, 1, Optimization.AUTO, Precision.AUTO, 1 << 30);
        int before = copies();
        FloatTensor same = filled(1);
        try (OrtBackend backend = new OrtBackend(options)) {
            LoadedNetwork network =
                    backend.prepare("sum", graph, Precision.FLOAT32).load();
            assertThat(sum(network, same, filled(2), false)).isEqualTo(3);
            assertThat(copies()).isEqualTo(before);
            assertThat(sum(network, same, filled(3), true)).isEqualTo(4);
            assertThat(sum(network, same, filled(4), true)).isEqualTo(5);
            assertThat(sum(network, filled(7), same, true)).isEqualTo(8);
            assertThat(sum(network, same, same, true)).isEqualTo(2);
            assertThat(copies()).isEqualTo(before + 2);
            network.rest();
            assertThat(copies()).isEqualTo(before);
            sum(network, same, filled(4), true);
            network.close();
        }
        assertThat(copies()).isEqualTo(before);
    }

    @Test
    void aCopyBelongsToWhoeverTookIt() throws Exception {
        HeldInputs held = new HeldInputs();
        FloatTensor numbers = filled(1);
        NativeObject<ai.onnxruntime.OnnxTensor> copy = NativeObject.of(ai.onnxruntime.OnnxTensor.createTensor(
                OrtRuntime.get(1).environment(), numbers.buffer(), new long[] {SIZE}));
        held.hold("x", numbers, copy);
        assertThat(held.take("x", filled(1))).isEmpty();
        assertThat(held.take("x", numbers)).containsSame(copy);
        assertThat(held.take("x", numbers)).isEmpty();
        copy.close();
        held.close();
    }
}
