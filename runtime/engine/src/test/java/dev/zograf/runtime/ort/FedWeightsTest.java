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
import dev.zograf.tensor.Nn;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightSource;
import dev.zograf.tensor.WeightStorage;
import dev.zograf.tensor.Weights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kernels of convolutions in 16 bits that are many enough to be converted beside the engine. */
class FedWeightsTest {

    private static final int CHANNELS = 256;
    private static final int SIZE = 16;

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

    private record Stored(Map<String, Weight> tensors) implements WeightSource {
        @Override
        public Optional<Weight> find(String name) {
            return Optional.ofNullable(tensors.get(name));
        }

        @Override
        public NavigableSet<String> names() {
            return new TreeSet<>(tensors.keySet());
        }

        @Override
        public String file() {
            return "kernels.safetensors";
        }

        @Override
        public String fingerprint() {
            return "kernels";
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
        return Weights.of(new Stored(Map.of(
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
        float[] out = new float[CHANNELS * height * SIZE];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) random.nextGaussian();
        }
        return FloatTensor.of(out, 1, CHANNELS, height, SIZE);
    }

    private static EngineNetworks engine(Optimization optimization) {
        return OrtBackend.networks(new NetworkOptions(Device.CPU, 2, optimization, Precision.AUTO, 1 << 30));
    }

    private static FloatTensor[] run(Weights weights, Optimization optimization) {
        try (EngineNetworks engine = engine(optimization)) {
            Network network = engine.compile(new Kernels(1), weights);
            FloatTensor[] made = new FloatTensor[2];
            for (int i = 0; i < made.length; i++) {
                made[i] = network.run(Map.of("x", picture(SIZE + i)), "out", Cancellation.never());
            }
            engine.giveWorkingMemoryBack();
            return made;
        }
    }

    @Test
    void areTheNumbersOfTheFile() throws IOException {
        Weights weights = weights();
        Map<String, Integer> before = NativeObject.open();

        FloatTensor[] cast = run(weights, Optimization.SMALL);
        FloatTensor[] fed = run(weights, Optimization.BALANCED);

        for (int i = 0; i < cast.length; i++) {
            assertThat(fed[i].shape()).isEqualTo(cast[i].shape());
            assertThat(fed[i].toArray()).usingComparatorWithPrecision(1e-4f).containsExactly(cast[i].toArray());
        }
        assertThat(NativeObject.open()).as("all is given back").isEqualTo(before);
    }

    @Test
    void areThereOnceForAllSessions() throws IOException {
        Weights weights = weights();
        Map<String, Integer> before = NativeObject.open();
        try (EngineNetworks engine = engine(Optimization.BALANCED)) {
            float[] once = compiled(engine, weights, 1);
            assertThat(NativeObject.open()).as("two kernels").containsEntry("Result", 2);

            float[] twice = compiled(engine, weights, 2);
            assertThat(NativeObject.open())
                    .as("another session, and the kernel that is in no file")
                    .containsEntry("OrtSession", 2)
                    .containsEntry("Result", 3);
            for (int i = 0; i < once.length; i++) {
                assertThat(twice[i]).isEqualTo(2 * once[i]);
            }

            engine.releaseIdle();
            assertThat(NativeObject.open()).isEqualTo(before);
            assertThat(compiled(engine, weights, 1)).as("read again").containsExactly(once);
        }
        assertThat(NativeObject.open()).isEqualTo(before);
    }

    private static float[] compiled(EngineNetworks engine, Weights weights, double factor) {
        return engine.compile(new Kernels(factor), weights)
                .run(Map.of("x", picture(SIZE)), "out", Cancellation.never())
                .toArray();
    }
}
