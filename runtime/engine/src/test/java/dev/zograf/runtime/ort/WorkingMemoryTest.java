package dev.zograf.runtime.ort;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.api.Cancellation;
import dev.zograf.api.model.Network;
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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What a network keeps between runs, by what the system says of the process. */
@EnabledOnOs(OS.LINUX)
class WorkingMemoryTest {

    private static final int SIDE = 8192;
    private static final long MIB = 1 << 20;

    /** The greatest of each row of products: 256 MiB on the way from little to little. */
    private record Rows(String name) implements NetworkDefinition {
        @Override
        public void build(TensorGraph graph, Weights weights) {
            Tensor x = graph.input("x", DType.F32, "n");
            graph.output("out", x.reshape(x.dim(0), 1).times(x).max());
        }
    }

    private static long anonymous() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("RssAnon:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void keepsItForANetworkThatRunsAgainUntilAnotherOneRunsOrTheEngineRests() throws IOException {
        NetworkOptions options = new NetworkOptions(Device.CPU, 1, Optimization.AUTO, Precision.AUTO, 1 << 30);
        try (EngineNetworks engine = OrtBackend.networks(options)) {
            Network rows = engine.compile(new Rows("rows"), Weights.of(new MemoryWeights()));
            Network other = engine.compile(new Rows("other"), Weights.of(new MemoryWeights()));
            Map<String, FloatTensor> small = Map.of("x", FloatTensor.of(new float[] {1, -3}, 2));
            Map<String, FloatTensor> large = Map.of("x", FloatTensor.zeros(SIDE));
            rows.run(small, "out", Cancellation.never());
            long before = anonymous();

            rows.run(large, "out", Cancellation.never());
            assertThat(anonymous() - before).isGreaterThan(200 * MIB);
            other.run(small, "out", Cancellation.never());
            assertThat(anonymous() - before).isLessThan(100 * MIB);

            rows.run(large, "out", Cancellation.never());
            assertThat(anonymous() - before).as("once only").isLessThan(100 * MIB);
            rows.run(large, "out", Cancellation.never());
            assertThat(anonymous() - before).isGreaterThan(200 * MIB);
            engine.giveWorkingMemoryBack();
            assertThat(anonymous() - before).isLessThan(100 * MIB);
            assertThat(rows.run(small, "out", Cancellation.never()).toArray()).containsExactly(1, 9);
        }
    }
}
