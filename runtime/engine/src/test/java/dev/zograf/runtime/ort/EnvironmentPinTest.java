package dev.zograf.runtime.ort;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.api.Cancellation;
import dev.zograf.api.model.Precision;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.runtime.network.Device;
import dev.zograf.runtime.network.EngineNetworks;
import dev.zograf.runtime.network.NetworkOptions;
import dev.zograf.runtime.network.Optimization;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.NetworkDefinition;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weights;
import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentPinTest {

    private static final int CODE = 42;

    /** A JVM that ends while a network computes. */
    static final class Leaver {

        private record Long() implements NetworkDefinition {
            @Override
            public String name() {
                return "long";
            }

            @Override
            public void build(TensorGraph graph, Weights weights) {
                Tensor x = graph.input("x", DType.F32, "n", "n");
                Tensor y = x;
                for (int i = 0; i < 1000; i++) {
                    y = y.matmul(x);
                }
                graph.output("out", y);
            }
        }

        private static final class Leaving implements Cancellation {
            @Override
            public boolean requested() {
                return false;
            }

            @Override
            public Registration onRequest(Runnable action) {
                // Called when the computation is about to begin.
                new Thread(() -> System.exit(CODE)).start();
                return () -> {};
            }
        }

        public static void main(String[] args) {
            EngineNetworks engine =
                    OrtBackend.networks(new NetworkOptions(Device.CPU, 1, Optimization.AUTO, Precision.AUTO, 1 << 30));
            engine.compile(new Long(), Weights.of(new MemoryWeights()))
                    .run(Map.of("x", FloatTensor.zeros(1024, 1024)), "out", new Leaving());
        }
    }

    @Test
    void letsTheProcessEndInOrderWhileANetworkComputes(@TempDir Path folder) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        // A command line of this length has ended the process in ONNX Runtime's own code.
                        System.getProperty("java.class.path") + File.pathSeparator + "x".repeat(20_000),
                        Leaver.class.getName())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor()).isEqualTo(CODE);
    }
}
