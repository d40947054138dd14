package dev.zograf.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.Cancellation;
import dev.zograf.api.model.Network;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.NetworkDefinition;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weights;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a failure on a card does to the engine, with cards that fail as they are told. */
class LostDeviceTest {

    private static final Device FIRST = new Device(Device.Kind.CUDA, 0);
    private static final Device SECOND = new Device(Device.Kind.CUDA, 1);
    private static final String NO_MEMORY =
            "CUDA failure 2: out of memory ; GPU=0 ; expr=cudaMalloc((void**)&p, size);";
    private static final String GONE = "CUDA failure 700: an illegal memory access was encountered ; GPU=0 ; expr=x;";

    private final List<Device> devices = new ArrayList<>(List.of(FIRST));
    private final Deque<String> failures = new ArrayDeque<>();
    private final List<String> story = new ArrayList<>();

    private record Same(String name) implements NetworkDefinition {
        @Override
        public void build(TensorGraph graph, Weights weights) {
            graph.output("out", graph.input("x", DType.F32, 1));
        }
    }

    /** Fails with the next failure, if there is one. */
    private final class Cards extends FakeBackend {
        @Override
        public List<Device> devices() {
            return devices;
        }

        @Override
        LoadedNetwork load(String network, Device device) {
            story.add("load " + network + " " + device);
            return loaded(network, device);
        }
    }

    private LoadedNetwork loaded(String name, Device device) {
        return new LoadedNetwork() {
            @Override
            public Map<String, FloatTensor> run(
                    Map<String, ? extends HostTensor> inputs,
                    Set<String> outputs,
                    boolean again,
                    Cancellation cancellation) {
                String failure = failures.poll();
                if (failure != null) {
                    throw NetworkException.of("The network " + name, device, new IllegalStateException(failure));
                }
                story.add("run " + name + " " + device);
                return Map.of("out", (FloatTensor) inputs.get("x"));
            }

            @Override
            public void close() {
                story.add("close " + name + " " + device);
            }
        };
    }

    private EngineNetworks engine(Device wanted) {
        return new EngineNetworks(NetworkOptions.defaults().on(wanted), new Cards());
    }

    private static Network network(EngineNetworks engine, String name) {
        return engine.compile(new Same(name), Weights.of(new NoWeights()));
    }

    private static void run(Network network) {
        network.run(Map.of("x", FloatTensor.of(new float[] {1}, 1)), Set.of("out"), Cancellation.never());
    }

    @Test
    void whatIsIdleMakesRoomForARunThatLacksMemory() {
        try (EngineNetworks engine = engine(FIRST)) {
            run(network(engine, "a"));
            failures.add(NO_MEMORY);
            run(network(engine, "b"));
            run(network(engine, "a"));
        }
        assertThat(story)
                .startsWith("load a cuda:0", "run a cuda:0", "load b cuda:0", "close a cuda:0")
                .contains("run b cuda:0")
                .endsWith("load a cuda:0", "run a cuda:0", "close b cuda:0", "close a cuda:0");
    }

    @Test
    void aRunThatLacksMemoryTwiceFailsAndTheNextOneDoesNot() {
        try (EngineNetworks engine = engine(FIRST)) {
            failures.add(NO_MEMORY);
            failures.add(NO_MEMORY);
            assertThatThrownBy(() -> run(network(engine, "a")))
                    .isInstanceOfSatisfying(
                            NetworkException.class,
                            e -> assertThat(e.isLackOfMemory()).isTrue())
                    .hasMessageContaining("than is free on cuda:0");
            run(network(engine, "a"));
        }
        assertThat(story).contains("run a cuda:0");
    }

    /** As ONNX Runtime tells it: its arena lacks memory, and what is loaded anew says that the card is gone. */
    @Test
    void aCardThatIsFoundLostAtTheSecondTryIsGivenUp() {
        try (EngineNetworks engine = engine(Device.AUTO)) {
            failures.add(NO_MEMORY);
            failures.add(GONE);
            assertThatThrownBy(() -> run(network(engine, "a"))).hasMessageContaining("cuda:0 was lost");
            assertThat(engine.loaded()).isZero();
            run(network(engine, "a"));
        }
        assertThat(story).contains("run a cpu").doesNotContain("run a cuda:0");
    }

    @Test
    void aLostCardFailsRunsFromThenOn() {
        try (EngineNetworks engine = engine(FIRST)) {
            run(network(engine, "b"));
            failures.add(GONE);
            assertThatThrownBy(() -> run(network(engine, "a"))).hasMessageContaining("cuda:0 was lost");
            assertThat(engine.loaded()).isZero();
            assertThatThrownBy(() -> run(network(engine, "b")))
                    .hasMessageContaining("no device left")
                    .hasMessageContaining("CUDA failure 700");
        }
        assertThat(story).containsOnlyOnce("run b cuda:0").contains("close a cuda:0", "close b cuda:0");
    }

    @Test
    void otherCardsGoOn() {
        devices.add(SECOND);
        try (EngineNetworks engine = engine(Device.EVERY_CUDA)) {
            failures.add(GONE);
            assertThatThrownBy(() -> run(network(engine, "a"))).hasMessageContaining("cuda:0 was lost");
            run(network(engine, "a"));
        }
        assertThat(story).contains("run a cuda:1").doesNotContain("run a cuda:0");
    }

    @Test
    void theProcessorGoesOnWhereNobodyAskedForACard() {
        try (EngineNetworks engine = engine(Device.AUTO)) {
            failures.add(GONE);
            assertThatThrownBy(() -> run(network(engine, "a"))).hasMessageContaining("cuda:0 was lost");
            run(network(engine, "a"));
        }
        assertThat(story).contains("run a cpu");
    }
}
