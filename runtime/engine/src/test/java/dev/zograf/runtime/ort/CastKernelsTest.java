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
import dev.zograf.runtime.trace.Trace;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.NetworkDefinition;
import dev.zograf.tensor.Nn;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightStorage;
import dev.zograf.tensor.Weights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Kernels of convolutions in 16 bits that are many enough to stay so. */
class CastKernelsTest {

    private static final int CHANNELS = 256;
    private static final int SIZE = 16;
    private static final int WIDTH = 4;

    /** A large kernel from a file, a small one from memory, and a large product between them. */
    private record Kernels(double factor) implements NetworkDefinition {
        @Override
        public String name() {
            return "kernels";
        }

        @Override
        public void build(TensorGraph graph, Weights weights) {
            Tensor x = graph.input("x", DType.F32, "batch", CHANNELS, "height", "width");
            Tensor h = Nn.conv(x, weights.at("large"));
            Tensor rows =
                    Nn.projection(h.permute(0, 2, 3, 1), weights.at("mix")).permute(0, 3, 1, 2);
            graph.output("out", Nn.conv(rows, weights.at("small")).times(factor));
        }
    }

    @TempDir
    Path folder;

    private static ByteBuffer numbers(Random random, long count, int low, int high) {
        ByteBuffer bytes = ByteBuffer.allocateDirect((int) count * 2).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            int drawn = random.nextInt();
            bytes.putShort((short) (drawn & 0x8000 | low + (drawn >>> 16) % (high - low)));
        }
        return bytes.flip();
    }

    private Weights weights() throws IOException {
        Random random = new Random(1);
        long[] large = {CHANNELS, CHANNELS, SIZE, SIZE};
        long count = (long) CHANNELS * CHANNELS * SIZE * SIZE;
        Path file = folder.resolve("kernels.bin");
        byte[] halves = new byte[(int) count * 2 + 3];
        // From 2^-14 to 2^-6, and some below the least normal number.
        numbers(random, count, 0x0380, 0x2400).get(halves, 3, (int) count * 2);
        Files.write(file, halves);
        ByteBuffer mix = numbers(random, (long) CHANNELS * CHANNELS, 0x1800, 0x2800);
        ByteBuffer small = numbers(random, 8L * CHANNELS, 0x3c00, 0x3e00);
        return Weights.of(new StoredWeights(Map.of(
                "large.weight",
                Weight.of("large.weight", DType.F16, large, new WeightStorage.InFile(file, 3, 2 * count)),
                "mix.weight",
                memory("mix.weight", DType.F16, mix, CHANNELS, CHANNELS),
                "small.weight",
                memory("small.weight", DType.BF16, small, 8, CHANNELS, 1, 1),
                "large.bias",
                memory("large.bias", DType.F32, zeros(CHANNELS), CHANNELS),
                "small.bias",
                memory("small.bias", DType.F32, zeros(8), 8))));
    }

    private static ByteBuffer zeros(int count) {
        return ByteBuffer.allocateDirect(count * Float.BYTES);
    }

    private static Weight memory(String name, DType type, ByteBuffer bytes, long... shape) {
        return Weight.of(
                name,
                type,
                shape,
                new WeightStorage.InMemory(() -> bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN)));
    }

    private static FloatTensor picture(int height) {
        Random random = new Random(height);
        float[] out = new float[CHANNELS * height * WIDTH];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) random.nextGaussian();
        }
        return FloatTensor.of(out, 1, CHANNELS, height, WIDTH);
    }

    private static NetworkOptions options(Optimization optimization) {
        return new NetworkOptions(Device.CPU, 2, optimization, Precision.AUTO, 1 << 30);
    }

    /** Two runs of different sizes, the first of them again when working memory was given back. */
    private static List<FloatTensor> run(Weights weights, NetworkOptions options) {
        try (EngineNetworks engine = OrtBackend.networks(options)) {
            Network network = engine.compile(new Kernels(1), weights);
            List<FloatTensor> made = new ArrayList<>();
            for (int height : new int[] {WIDTH, WIDTH + 1, WIDTH}) {
                made.add(network.run(Map.of("x", picture(height)), "out", Cancellation.never()));
                engine.giveWorkingMemoryBack();
            }
            return made;
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FAST", "SMALL"})
    void areTheNumbersOfTheFile(Optimization other) throws IOException {
        Weights weights = weights();
        Map<String, Integer> before = NativeObject.open();

        List<FloatTensor> cast = run(weights, options(Optimization.BALANCED));
        List<FloatTensor> expected = run(weights, options(other));

        for (int i = 0; i < cast.size(); i++) {
            assertThat(cast.get(i).shape()).isEqualTo(expected.get(i).shape());
            assertThat(cast.get(i).toArray())
                    .usingComparatorWithPrecision(1e-4f)
                    .containsExactly(expected.get(i).toArray());
        }
        assertThat(cast.get(2).toArray()).containsExactly(cast.get(0).toArray());
        assertThat(NativeObject.open()).as("all is given back").isEqualTo(before);
    }

    @Test
    void becomeFloatsInEachRun() throws IOException {
        // Two kernels in three runs; the profiler's clock may put what takes microseconds outside of its run.
        assertThat(casts(Optimization.BALANCED)).isBetween(3L, 6L);
        assertThat(casts(Optimization.FAST)).as("once for all").isZero();
    }

    private long casts(Optimization optimization) throws IOException {
        Trace trace = Trace.on(true);
        run(weights(), options(optimization).traced(trace));
        return trace.spans().stream()
                .filter(span ->
                        span.category().equals("operator") && span.name().equals("Cast"))
                .count();
    }

    @Test
    void countAsTheyAreStored() throws IOException {
        long large = 4L * CHANNELS * CHANNELS * SIZE * SIZE;
        long rest = 4L * (CHANNELS * CHANNELS + CHANNELS + 8);
        long small = 2L * 8 * CHANNELS;
        assertThat(loaded(Optimization.BALANCED)).isEqualTo(large / 2 + small + rest);
        assertThat(loaded(Optimization.FAST)).isEqualTo(large + 2 * small + rest);
    }

    private long loaded(Optimization optimization) throws IOException {
        try (EngineNetworks engine = OrtBackend.networks(options(optimization))) {
            engine.compile(new Kernels(1), weights()).run(Map.of("x", picture(WIDTH)), "out", Cancellation.never());
            return engine.loadedBytes();
        }
    }
}
