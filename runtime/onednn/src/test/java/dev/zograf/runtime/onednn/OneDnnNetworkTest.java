package dev.zograf.runtime.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.Cancellation;
import dev.zograf.api.CancelledException;
import dev.zograf.api.model.Precision;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.runtime.network.LoadedNetwork;
import dev.zograf.runtime.network.NetworkOptions;
import dev.zograf.runtime.network.UnsupportedNetworkException;
import dev.zograf.runtime.ort.Difference;
import dev.zograf.runtime.ort.MemoryWeights;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.Interpreter;
import dev.zograf.tensor.Nn;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OneDnnNetworkTest {

    private static final OneDnnBackend BACKEND = new OneDnnBackend();

    /** A residual block, attention over its pixels, and a gated layer: what chains, splits and whole numbers are for. */
    private static TensorGraph graph() {
        Random random = new Random(5);
        Weights w = Weights.of(new MemoryWeights()
                .unitGain(random, "conv.weight", 64, 64, 3, 3)
                .scaled(random, "conv.bias", 0.1, 64)
                .scaled(random, "norm.weight", 0.1, 64)
                .scaled(random, "norm.bias", 0.1, 64)
                .unitGain(random, "gate.weight", 512, 64)
                .scaled(random, "gate.bias", 0.1, 512)
                .unitGain(random, "out.weight", 64, 256)
                .scaled(random, "out.bias", 0.1, 64));
        TensorGraph graph = new TensorGraph();
        Tensor x = graph.input("x", DType.F32, "batch", 64, "height", "width");
        Tensor h = Nn.conv(Nn.groupNorm(x, w.at("norm"), 8, 1e-5).silu(), w.at("conv"))
                .plus(x);
        Tensor tokens = h.reshape(h.dim(0), 64, h.dim(2).times(h.dim(3))).permute(0, 2, 1);
        tokens = tokens.plus(Nn.attention(tokens, tokens, tokens, 4, false));
        var halves = Nn.linear(tokens, w.at("gate")).chunk(2, 2);
        Tensor gated = Nn.linear(halves.get(0).times(halves.get(1).gelu()), w.at("out"))
                .plus(tokens);
        graph.output("out", gated.permute(0, 2, 1).reshape(h.dim(0), 64, h.dim(2), h.dim(3)));
        assertThat(graph.problems()).isEmpty();
        return graph;
    }

    private static Map<String, FloatTensor> picture(int batch, int height, int width) {
        Random random = new Random(height);
        float[] numbers = new float[batch * 64 * height * width];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return Map.of("x", FloatTensor.wrap(numbers, batch, 64, height, width));
    }

    @ParameterizedTest
    @CsvSource({"FLOAT32, 2e-6", "BFLOAT16, 0.01", "INT8, 0.03"})
    void sizesComeInAnyOrder(Precision precision, double tolerance) {
        assumeInstructions(precision);
        TensorGraph graph = graph();
        int[][] sizes = {{1, 8, 8}, {2, 4, 12}, {1, 8, 8}, {3, 2, 2}, {1, 16, 4}, {1, 3, 5}, {1, 8, 8}};
        try (LoadedNetwork network = BACKEND.prepare("net", graph, precision).load()) {
            for (int i = 0; i < sizes.length; i++) {
                Map<String, FloatTensor> in = picture(sizes[i][0], sizes[i][1], sizes[i][2]);
                FloatTensor wanted = Interpreter.run(graph, in).get("out");
                FloatTensor got = network.run(in, Set.of("out"), i % 2 == 0, Cancellation.never())
                        .get("out");
                assertThat(Difference.of(wanted, got)).isLessThan(tolerance);
            }
        }
    }

    @Test
    void lessPreciseNumbersAreLessPrecise() {
        assumeInstructions(Precision.INT8);
        TensorGraph graph = graph();
        Map<String, FloatTensor> in = picture(1, 16, 16);
        FloatTensor wanted = Interpreter.run(graph, in).get("out");
        double[] error = new double[3];
        Precision[] precisions = {Precision.FLOAT32, Precision.BFLOAT16, Precision.INT8};
        for (int i = 0; i < 3; i++) {
            try (LoadedNetwork network =
                    BACKEND.prepare("net", graph, precisions[i]).load()) {
                error[i] = Difference.of(
                        wanted,
                        network.run(in, Set.of("out"), false, Cancellation.never())
                                .get("out"));
            }
        }
        // Otherwise a layer would not be computed with the numbers that were asked for.
        assertThat(error[1]).isGreaterThan(100 * error[0]);
        assertThat(error[2]).isGreaterThan(error[1]);
    }

    @Test
    void aCancelledRunStopsAndTheNextGoesOn() {
        TensorGraph graph = graph();
        Map<String, FloatTensor> in = picture(1, 8, 8);
        try (LoadedNetwork network =
                BACKEND.prepare("net", graph, Precision.FLOAT32).load()) {
            assertThatThrownBy(() -> network.run(in, Set.of("out"), true, new Requested()))
                    .isInstanceOf(CancelledException.class);
            assertThat(Difference.of(
                            Interpreter.run(graph, in).get("out"),
                            network.run(in, Set.of("out"), true, Cancellation.never())
                                    .get("out")))
                    .isLessThan(2e-6);
        }
    }

    private record Requested() implements Cancellation {
        @Override
        public boolean requested() {
            return true;
        }

        @Override
        public Registration onRequest(Runnable action) {
            action.run();
            return () -> {};
        }
    }

    @Test
    void closingEndsItsThreads() {
        LoadedNetwork network =
                BACKEND.prepare("net", graph(), Precision.FLOAT32).load();
        network.run(picture(1, 4, 4), Set.of("out"), true, Cancellation.never());
        assertThat(threads()).isPositive();

        network.close();

        assertThat(threads()).isZero();
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("zograf-onednn"))
                .count();
    }

    @Test
    void severalRunsAtOnceGiveTheSameToTheBit() throws Exception {
        Map<String, FloatTensor> in = picture(1, 8, 8);
        ExecutorService callers = Executors.newFixedThreadPool(4);
        try (LoadedNetwork network =
                BACKEND.prepare("net", graph(), Precision.FLOAT32).load()) {
            Callable<float[]> run = () -> network.run(in, Set.of("out"), true, Cancellation.never())
                    .get("out")
                    .toArray();
            float[] alone = run.call();
            for (Future<float[]> each : callers.invokeAll(Collections.nCopies(16, run))) {
                assertThat(each.get()).isEqualTo(alone);
            }
            assertThat(threads()).isLessThanOrEqualTo(4);
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aLargeNetworkTakesTheThreadsThatItIsGivenAndASmallOneNone() throws Exception {
        assertThat(settled(0)).isZero();
        OneDnnBackend three = new OneDnnBackend();
        three.configure(NetworkOptions.defaults().withThreads(3));
        try (LoadedNetwork network =
                three.prepare("net", graph(), Precision.FLOAT32).load()) {
            network.run(picture(1, 4, 4), Set.of("out"), true, Cancellation.never());
            assertThat(settled(1)).isEqualTo(1);
            network.run(picture(1, 64, 64), Set.of("out"), true, Cancellation.never());
            assertThat(settled(3)).isEqualTo(3);
        }
    }

    /**
     * How many threads there are once they are as many as wanted, or after a while: those of networks that other tests have closed take a
     * moment to end, and what any thread starts has its name for a moment.
     */
    private static long settled(long wanted) throws Exception {
        long now = nativeThreads();
        for (int i = 0; i < 1000 && now != wanted; i++) {
            Thread.sleep(10);
            now = nativeThreads();
        }
        return now;
    }

    /** Threads that OpenMP makes have the name of the one that they help. */
    private static long nativeThreads() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/task"))) {
            return all.filter(task -> name(task).startsWith("zograf-onednn")).count();
        }
    }

    private static String name(Path task) {
        try {
            return Files.readString(task.resolve("comm"));
        } catch (IOException e) {
            return ""; // it has ended
        }
    }

    @Test
    void itSaysWhatItDoesNotCompute() {
        TensorGraph graph = new TensorGraph();
        Tensor table = graph.input("table", DType.F32, 4, 3);
        graph.output(
                "out",
                Nn.embedding(
                        graph.indices(1, 2), Weights.of(new MemoryWeights().random(new Random(5), "weight", 4, 3))));
        graph.output("table_", table);

        assertThatThrownBy(() -> BACKEND.prepare("net", graph, Precision.BFLOAT16))
                .isInstanceOf(UnsupportedNetworkException.class)
                .hasMessageContaining("does not compute");
    }

    private static void assumeInstructions(Precision precision) {
        Assumptions.assumeTrue(
                precision == Precision.FLOAT32 || BACKEND.obstacle(precision).isEmpty(),
                "the processor has no instructions for " + precision);
    }
}
