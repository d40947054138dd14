package dev.zograf.runtime.ort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.Cancellation;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.model.Network;
import dev.zograf.api.model.Precision;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.runtime.network.Device;
import dev.zograf.runtime.network.EngineNetworks;
import dev.zograf.runtime.network.GraphParts;
import dev.zograf.runtime.network.LoadedNetwork;
import dev.zograf.runtime.network.NetworkOptions;
import dev.zograf.runtime.network.Optimization;
import dev.zograf.runtime.network.PreparedNetwork;
import dev.zograf.runtime.network.WorkingMemory;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.Weights;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks whose weights are loaded in parts give the numbers of whole ones. */
class PartsNetworkTest {

    private static final SmallUnet NETWORK = new SmallUnet(3);
    private static final MemoryWeights WEIGHTS = NETWORK.weights(5);
    private static final NetworkOptions OPTIONS =
            new NetworkOptions(Device.CPU, 1, Optimization.SMALL, Precision.AUTO, 1 << 30);

    private static TensorGraph graph() {
        return NETWORK.graph(WEIGHTS);
    }

    private static long bytes(Weight weight) {
        return 4 * weight.size();
    }

    private static Map<String, FloatTensor> run(PreparedNetwork prepared, Map<String, HostTensor> inputs) {
        try (LoadedNetwork network = prepared.load()) {
            network.run(inputs, Set.of("out"), true, Cancellation.never());
            return network.run(inputs, Set.of("out", "hidden"), true, Cancellation.never());
        }
    }

    @ParameterizedTest
    @CsvSource({"FLOAT32, 16", "FLOAT32, 9", "FLOAT32, 4", "FLOAT32, 2", "FLOAT16, 12", "FLOAT16, 3"})
    void partsGiveTheNumbersOfTheWhole(Precision precision, int share) {
        Map<String, Integer> before = NativeObject.open();
        try (OrtBackend backend = new OrtBackend(OPTIONS)) {
            PreparedNetwork whole = backend.prepare("net", graph(), precision);
            long within = Math.max(whole.leastBytes(), whole.bytes() / share);
            PreparedNetwork parts = whole.within(within).orElseThrow();
            assertThat(parts.bytes()).isLessThanOrEqualTo(within).isGreaterThan(within / 3);

            // An odd size: what is halved and doubled again has to be told its sizes.
            Map<String, FloatTensor> wanted = run(whole, SmallUnet.inputs(7, 10));
            Map<String, FloatTensor> got = run(parts, SmallUnet.inputs(7, 10));
            assertThat(got.get("out").toArray()).isEqualTo(wanted.get("out").toArray());
            assertThat(got.get("hidden").toArray())
                    .isEqualTo(wanted.get("hidden").toArray());
        }
        assertThat(NativeObject.open()).isEqualTo(before);
    }

    /** Each value is made once, weights are there where they are used, and what a part is given an earlier one keeps. */
    @Test
    void partsAreTheWhole() {
        TensorGraph graph = graph();
        long least = GraphParts.least(graph, PartsNetworkTest::bytes);
        List<GraphParts.Part> parts =
                GraphParts.of(graph, least, PartsNetworkTest::bytes).orElseThrow();

        assertThat(parts).hasSizeGreaterThan(8);
        Set<Object> made = new HashSet<>();
        for (GraphParts.Part part : parts) {
            assertThat(part.bytes()).isLessThanOrEqualTo(least);
            assertThat(made).containsAll(part.given());
            assertThat(part.nodes()).containsAll(part.kept());
            made.addAll(part.kept());
        }
        assertThat(parts.stream().mapToLong(GraphParts.Part::bytes).sum())
                .isEqualTo(graph.needed().stream()
                        .filter(tensor -> tensor.attributes().containsKey("weight"))
                        .mapToLong(tensor -> bytes(tensor.attribute("weight", Weight.class)))
                        .sum());
        assertThat(GraphParts.of(graph, least - 1, PartsNetworkTest::bytes)).isEmpty();
    }

    /** Below the bytes of its weights the engine takes parts, and below those of one layer it says what there must be. */
    @Test
    void aBudgetBelowTheWeightsIsKept() {
        Map<String, HostTensor> inputs = SmallUnet.inputs(8, 8);
        Map<String, int[]> shapes = new LinkedHashMap<>();
        inputs.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        long working = WorkingMemory.of(graph()).bytesInArena(shapes);
        long weights = graph().needed().stream()
                .filter(tensor -> tensor.attributes().containsKey("weight"))
                .mapToLong(tensor -> bytes(tensor.attribute("weight", Weight.class)))
                .sum();
        long least = GraphParts.least(graph(), PartsNetworkTest::bytes);
        FloatTensor whole = run(OPTIONS, inputs);
        assertThat(run(OPTIONS.within(working + weights / 2), inputs).toArray()).isEqualTo(whole.toArray());
        assertThat(run(OPTIONS.within(working + least), inputs).toArray()).isEqualTo(whole.toArray());
        assertThatThrownBy(() -> run(OPTIONS.within(working + least / 2), inputs))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("needs about");
    }

    private static FloatTensor run(NetworkOptions options, Map<String, HostTensor> inputs) {
        try (EngineNetworks engine = OrtBackend.networks(options)) {
            Network network = engine.compile(NETWORK, Weights.of(WEIGHTS));
            network.run(inputs, "out", Cancellation.never());
            return network.run(inputs, "out", Cancellation.never());
        }
    }
}
