package dev.zograf.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.api.Cancellation;
import dev.zograf.api.model.Network;
import dev.zograf.api.model.Precision;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.NetworkDefinition;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weights;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Networks are loaded before they run, where that costs nobody anything. */
class LoadedAheadTest {

    /** Gives back what it gets. */
    private record Same(String name) implements NetworkDefinition {
        @Override
        public void build(TensorGraph graph, Weights weights) {
            graph.output("out", graph.input("x", DType.F32, "n").times(1));
        }
    }

    /** Counts; each network has 1000 bytes of weights. */
    private static final class Counting extends FakeBackend {

        private final Device device;
        private int loads;
        private boolean isBroken;

        Counting(Device device) {
            this.device = device;
        }

        @Override
        public List<Device> devices() {
            return List.of(device);
        }

        @Override
        LoadedNetwork load(String network, Device on) {
            loads++;
            if (isBroken) {
                throw new IllegalStateException("on purpose");
            }
            return new LoadedNetwork() {
                @Override
                public Map<String, FloatTensor> run(
                        Map<String, ? extends HostTensor> inputs,
                        Set<String> outputs,
                        boolean again,
                        Cancellation cancellation) {
                    return Map.of("out", FloatTensor.zeros(1));
                }

                @Override
                public void close() {}
            };
        }
    }

    private static Network network(EngineNetworks engine, String name) {
        return engine.compile(new Same(name), Weights.of(new NoWeights()));
    }

    private static EngineNetworks engine(Counting backend, Optimization optimization, long budget) {
        return new EngineNetworks(
                new NetworkOptions(Device.CPU, 2, optimization, Precision.AUTO, 1 << 30).within(budget), backend);
    }

    private static void run(Network network) {
        network.run(Map.of("x", FloatTensor.zeros(1)), "out", Cancellation.never());
    }

    @Test
    void onceHoweverOften() {
        Counting backend = new Counting(Device.CPU);
        try (EngineNetworks engine = engine(backend, Optimization.AUTO, 1 << 20)) {
            Network network = network(engine, "a");
            network.prepare();
            network.prepare();
            assertThat(engine.loaded()).isEqualTo(1);
            run(network);
            assertThat(backend.loads).isEqualTo(1);
        }
    }

    @Test
    void notIfAllWeightsTogetherTakeMoreThanHalfOfTheBudget() {
        Counting backend = new Counting(Device.CPU);
        try (EngineNetworks engine = engine(backend, Optimization.AUTO, 3999)) {
            network(engine, "a").prepare();
            network(engine, "b").prepare();
            assertThat(engine.loaded()).isEqualTo(1);
        }
    }

    @Test
    void notIfMemoryIsToBeSaved() {
        Counting backend = new Counting(Device.CPU);
        try (EngineNetworks engine = engine(backend, Optimization.SMALL, 1 << 20)) {
            network(engine, "a").prepare();
            assertThat(backend.loads).isZero();
        }
    }

    @Test
    void notOnACard() {
        Counting backend = new Counting(new Device(Device.Kind.CUDA, 0));
        try (EngineNetworks engine = engine(backend, Optimization.AUTO, 1 << 20)) {
            network(engine, "a").prepare();
            assertThat(backend.loads).isZero();
        }
    }

    @Test
    void whatGoesWrongShowsWhenItRuns() {
        Counting backend = new Counting(Device.CPU);
        try (EngineNetworks engine = engine(backend, Optimization.AUTO, 1 << 20)) {
            Network network = network(engine, "a");
            backend.isBroken = true;
            network.prepare();
            backend.isBroken = false;
            run(network);
            assertThat(backend.loads).isEqualTo(2);
        }
    }
}
