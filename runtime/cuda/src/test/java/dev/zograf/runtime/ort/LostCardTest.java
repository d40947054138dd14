package dev.zograf.runtime.ort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.Cancellation;
import dev.zograf.api.model.Network;
import dev.zograf.api.model.Precision;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.runtime.cuda.PresetsProbe;
import dev.zograf.runtime.cuda.Spoiler;
import dev.zograf.runtime.network.Device;
import dev.zograf.runtime.network.DeviceFailure;
import dev.zograf.runtime.network.EngineNetworks;
import dev.zograf.runtime.network.NetworkException;
import dev.zograf.runtime.network.NetworkOptions;
import dev.zograf.runtime.network.Optimization;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.NetworkDefinition;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weights;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A card that is lost in truth, in a JVM of its own: nothing that CUDA is asked there succeeds afterwards. */
@Tag("gpu")
class LostCardTest {

    private static final Device FIRST = new Device(Device.Kind.CUDA, 0);
    private static final long SLACK = 64L << 20;

    /** Two engines lose their card: one that may use any device, and one that was told the card. */
    static final class Loser {

        private record Double() implements NetworkDefinition {
            @Override
            public String name() {
                return "double";
            }

            @Override
            public void build(TensorGraph graph, Weights weights) {
                Tensor x = graph.input("x", DType.F32, "n");
                graph.output("out", x.plus(x));
            }
        }

        private Loser() {}

        public static void main(String[] args) {
            int before = NativeObject.open().size();
            try (EngineNetworks any = engine(Device.AUTO);
                    EngineNetworks told = engine(FIRST)) {
                Network free = any.compile(new Double(), Weights.of(new MemoryWeights()));
                Network bound = told.compile(new Double(), Weights.of(new MemoryWeights()));
                run(free);
                run(bound);
                assertThat(any.loaded() + told.loaded()).isEqualTo(2);

                Spoiler.spoil();

                assertLost(() -> run(free), "The network double failed", "cuda:0 was lost", "Start the program again");
                assertThat(any.loaded()).isZero();
                assertThat(run(free).toArray()).containsExactly(2, 4, 6);
                assertLost(() -> run(bound), "The network double failed", "cuda:0 was lost");
                assertLost(() -> run(bound), "no device left", "CUDA failure 700");
                assertThat(told.loaded()).isZero();
            }
            assertThat(NativeObject.open()).hasSize(before);
        }

        private static EngineNetworks engine(Device device) {
            return OrtBackend.networks(new NetworkOptions(device, 1, Optimization.AUTO, Precision.FLOAT32, 1 << 30));
        }

        private static FloatTensor run(Network network) {
            return network.run(Map.of("x", FloatTensor.of(new float[] {1, 2, 3}, 3)), "out", Cancellation.never());
        }

        private static void assertLost(ThrowingCallable run, String... words) {
            assertThatThrownBy(run)
                    .isInstanceOfSatisfying(
                            NetworkException.class,
                            e -> assertThat(e.deviceFailure()).contains(DeviceFailure.LOST))
                    .satisfies(e -> assertThat(e.getMessage()).contains(List.of(words)));
        }
    }

    @Test
    void theProcessGoesOnWithoutItAndItsMemoryComesBack() throws Exception {
        PresetsProbe probe = new PresetsProbe();
        assertThat(probe.look().obstacle()).isEmpty();
        long free = probe.freeBytes(0);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Loser.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).contains("cuda:0 was lost");
        assertThat(probe.freeBytes(0)).isGreaterThan(free - SLACK);
    }
}
