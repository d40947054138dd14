package dev.zograf.runtime.ort;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.api.Cancellation;
import dev.zograf.api.model.Precision;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.runtime.network.Device;
import dev.zograf.runtime.network.EngineNetworks;
import dev.zograf.runtime.network.NetworkOptions;
import dev.zograf.runtime.network.Optimization;
import dev.zograf.runtime.trace.Trace;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.NetworkDefinition;
import dev.zograf.tensor.Nn;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightStorage;
import dev.zograf.tensor.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks that say that they run seldom. */
class SeldomRunTest {

    private static final int ROWS = 4096;

    @TempDir
    private Path folder;

    private record Wide(boolean seldom) implements NetworkDefinition {
        @Override
        public String name() {
            return "wide";
        }

        @Override
        public void build(TensorGraph graph, Weights weights) {
            if (seldom) {
                graph.runsSeldom();
            }
            long columns = weights.find("weight").orElseThrow().shape()[1];
            var x = graph.input("x", DType.F32, "batch", columns);
            graph.output("out", Nn.linear(x, graph.weight(weights, "weight"), Optional.empty()));
        }
    }

    /** A matrix in half precision, numbers from 2^-14 to 2^-6. */
    private Weights weights(int columns) throws IOException {
        byte[] halves = new byte[2 * ROWS * columns];
        Random random = new Random(columns);
        for (int i = 0; i < halves.length; i += 2) {
            int bits = 0x0400 + random.nextInt(0x2000);
            halves[i] = (byte) bits;
            halves[i + 1] = (byte) (bits >> 8);
        }
        Path file = folder.resolve(columns + ".bin");
        Files.write(file, halves);
        return Weights.of(new StoredWeights(Map.of(
                "weight",
                Weight.of(
                        "weight",
                        DType.F16,
                        new long[] {ROWS, columns},
                        new WeightStorage.InFile(file, 0, halves.length)))));
    }

    /** What three runs came to. */
    private record Ran(FloatTensor out, long bytes, long casts) {}

    private Ran ran(boolean seldom, int columns, Optimization optimization) throws IOException {
        Trace trace = Trace.on(true);
        NetworkOptions options = new NetworkOptions(Device.CPU, 2, optimization, Precision.AUTO, 1 << 30).traced(trace);
        float[] x = new float[3 * columns];
        for (int i = 0; i < x.length; i++) {
            x[i] = i % 7 - 3;
        }
        try (EngineNetworks engine = OrtBackend.networks(options)) {
            var network = engine.compile(new Wide(seldom), weights(columns));
            FloatTensor out = FloatTensor.zeros(1);
            for (int i = 0; i < 3; i++) {
                out = network.run(Map.of("x", FloatTensor.of(x, 3, columns)), "out", Cancellation.never());
            }
            long bytes = engine.loadedBytes();
            engine.close();
            long casts = trace.spans().stream()
                    .filter(span ->
                            span.category().equals("operator") && span.name().equals("Cast"))
                    .count();
            return new Ran(out, bytes, casts);
        }
    }

    @Test
    void keepTheWeightsOfALargeOneAsTheyAreStored() throws IOException {
        Ran often = ran(false, 4096, Optimization.AUTO);
        Ran seldom = ran(true, 4096, Optimization.AUTO);

        assertThat(often.bytes).isEqualTo(4L * ROWS * 4096);
        assertThat(seldom.bytes).isEqualTo(2L * ROWS * 4096);
        assertThat(often.casts).as("once for all").isZero();
        assertThat(seldom.casts)
                .as("one a run, as far as the profiler's clock allows")
                .isBetween(2L, 3L);
        assertThat(seldom.out.toArray()).usingComparatorWithPrecision(1e-3f).containsExactly(often.out.toArray());
    }

    @Test
    void areAsOthersIfTheyAreSmallOrTheHostChoseOtherwise() throws IOException {
        assertThat(ran(true, 2048, Optimization.AUTO).bytes).isEqualTo(4L * ROWS * 2048);
        assertThat(ran(true, 4096, Optimization.BALANCED).bytes).isEqualTo(4L * ROWS * 4096);
    }
}
