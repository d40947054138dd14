package dev.zograf.runtime.ort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.BadFileException;
import dev.zograf.api.Cancellation;
import dev.zograf.api.CancelledException;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.model.Network;
import dev.zograf.api.model.Precision;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.IntTensor;
import dev.zograf.runtime.model.SafetensorsBytes;
import dev.zograf.runtime.model.SafetensorsFile;
import dev.zograf.runtime.network.Device;
import dev.zograf.runtime.network.EngineNetworks;
import dev.zograf.runtime.network.NetworkException;
import dev.zograf.runtime.network.NetworkOptions;
import dev.zograf.runtime.network.Optimization;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.Interpreter;
import dev.zograf.tensor.NetworkDefinition;
import dev.zograf.tensor.Nn;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.WeightData;
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
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OrtNetworksTest {

    /** A convolution and what follows it. */
    private record Small(int groups) implements NetworkDefinition {
        @Override
        public String name() {
            return "small";
        }

        @Override
        public void build(TensorGraph graph, Weights weights) {
            Tensor x = graph.input("x", DType.F32, "batch", 3, "height", "width");
            Tensor h = Nn.conv(x, weights.at("conv"));
            graph.output("hidden", h);
            Tensor normal = Nn.groupNorm(h, weights.at("norm"), groups, 1e-5);
            Tensor tokens =
                    normal.silu().reshape(x.dim(0), 4, x.dim(2).times(x.dim(3))).permute(0, 2, 1);
            Tensor mixed = Nn.attention(tokens, tokens, Nn.linear(tokens, weights.at("to_v")), 2, false);
            graph.output(
                    "out",
                    mixed.permute(0, 2, 1)
                            .reshape(x.dim(0), 4, x.dim(2), x.dim(3))
                            .plus(h));
        }
    }

    /** Long enough to be stopped: the same large product many times. */
    private record Heavy(int times) implements NetworkDefinition {
        @Override
        public String name() {
            return "heavy";
        }

        @Override
        public void build(TensorGraph graph, Weights weights) {
            Tensor x = graph.input("x", DType.F32, "n", "n");
            Tensor y = x;
            for (int i = 0; i < times; i++) {
                y = y.matmul(x).times(0.01);
            }
            graph.output("out", y);
        }
    }

    /** All products of two numbers of a vector. */
    private record Outer() implements NetworkDefinition {
        @Override
        public String name() {
            return "outer";
        }

        @Override
        public void build(TensorGraph graph, Weights weights) {
            Tensor x = graph.input("x", DType.F32, "n");
            graph.output("out", x.reshape(x.dim(0), 1).times(x));
        }
    }

    /** A table and a projection, for weights of every type. */
    private record Typed() implements NetworkDefinition {
        @Override
        public String name() {
            return "typed";
        }

        @Override
        public void build(TensorGraph graph, Weights weights) {
            Tensor ids = graph.input("ids", DType.I32, "batch", "tokens");
            Tensor x = Nn.embedding(ids, weights.at("table"));
            graph.output("out", Nn.projection(x, weights.at("proj")).plus(graph.weight(weights, "shift")));
        }
    }

    @TempDir
    Path folder;

    private final EngineNetworks engine =
            OrtBackend.networks(new NetworkOptions(Device.CPU, 1, Optimization.AUTO, Precision.AUTO, 1 << 30));

    @AfterEach
    void close() {
        engine.close();
    }

    private static byte[] smallFile(long seed) {
        Random random = new Random(seed);
        return new SafetensorsBytes()
                .add("odd", "U8", new long[] {1}, new byte[1])
                .add("conv.weight", gaussian(random, 4 * 3 * 9), 4, 3, 3, 3)
                .add("conv.bias", gaussian(random, 4), 4)
                .add("norm.weight", gaussian(random, 4), 4)
                .add("norm.bias", gaussian(random, 4), 4)
                .add("to_v.weight", gaussian(random, 16), 4, 4)
                .add("to_v.bias", gaussian(random, 4), 4)
                .bytes();
    }

    private static float[] gaussian(Random random, int size) {
        float[] out = new float[size];
        for (int i = 0; i < size; i++) {
            out[i] = (float) random.nextGaussian();
        }
        return out;
    }

    private Weights open(String name, byte[] bytes) throws IOException {
        Path file = folder.resolve(name);
        Files.write(file, bytes);
        return Weights.of(SafetensorsFile.open(name, file));
    }

    private static FloatTensor picture(long seed, int batch, int height, int width) {
        return FloatTensor.of(gaussian(new Random(seed), batch * 3 * height * width), batch, 3, height, width);
    }

    private static FloatTensor interpret(NetworkDefinition definition, Weights weights, FloatTensor x, String output) {
        TensorGraph graph = new TensorGraph();
        definition.build(graph, weights);
        return Interpreter.run(graph, Map.of("x", x)).get(output);
    }

    private static void assertClose(FloatTensor got, FloatTensor wanted, double tolerance) {
        assertThat(got.shape()).isEqualTo(wanted.shape());
        assertThat(got.toArray())
                .usingComparatorWithPrecision((float) tolerance)
                .containsExactly(wanted.toArray());
    }

    @Test
    void runsWeightsInAFileOfUnevenOffsetsAtSeveralSizes() throws IOException {
        Weights weights = open("with space & ümlaut.safetensors", smallFile(1));
        Network network = engine.compile(new Small(2), weights);
        for (int[] size : new int[][] {{1, 4, 4}, {2, 5, 3}, {1, 9, 16}, {3, 1, 1}, {1, 4, 4}}) {
            FloatTensor x = picture(2, size[0], size[1], size[2]);
            assertClose(
                    network.run(Map.of("x", x), "out", Cancellation.never()),
                    interpret(new Small(2), weights, x, "out"),
                    2e-5);
        }
    }

    @ParameterizedTest
    @EnumSource
    void runsAtEachOptimisation(Optimization optimization) throws IOException {
        Weights weights = open("m.safetensors", smallFile(1));
        FloatTensor x = picture(2, 1, 4, 6);
        try (EngineNetworks frugal =
                OrtBackend.networks(new NetworkOptions(Device.AUTO, 1, optimization, Precision.AUTO, 1 << 30))) {
            assertClose(
                    frugal.compile(new Small(1), weights).run(Map.of("x", x), "out", Cancellation.never()),
                    interpret(new Small(1), weights, x, "out"),
                    2e-5);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"F64", "F32", "F16", "BF16", "F8_E4M3", "F8_E5M2"})
    void widensEveryStoredType(DType type) throws IOException {
        Random random = new Random(3);
        SafetensorsBytes file = new SafetensorsBytes();
        MemoryWeights memory = new MemoryWeights();
        for (String name : List.of("table.weight", "proj.weight", "shift")) {
            long[] shape = name.equals("shift") ? new long[] {4} : new long[] {4, 4};
            byte[] bytes = new byte[(name.equals("shift") ? 4 : 16) * type.bytes()];
            for (int i = 0; i < bytes.length; i += type.bytes()) {
                encode(type, random, bytes, i);
            }
            file.add(name, type.name(), shape, bytes);
            ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).order(ByteOrder.LITTLE_ENDIAN);
            memory.put(name, type, direct.put(bytes).flip(), shape);
        }
        IntTensor ids = IntTensor.of(new int[] {0, 3, 1, 2, 2, 0}, 2, 3);
        for (Weights weights : List.of(open("t.safetensors", file.bytes()), Weights.of(memory))) {
            TensorGraph graph = new TensorGraph();
            new Typed().build(graph, weights);
            FloatTensor wanted = Interpreter.run(graph, Map.of("ids", ids)).get("out");
            assertThat(WeightData.floats(weights.find("shift").orElseThrow())).doesNotContain(Float.NaN);
            for (Optimization each : Optimization.values()) {
                try (EngineNetworks networks =
                        OrtBackend.networks(new NetworkOptions(Device.CPU, 1, each, Precision.AUTO, 1 << 30))) {
                    assertClose(
                            networks.compile(new Typed(), weights).run(Map.of("ids", ids), "out", Cancellation.never()),
                            wanted,
                            1e-5);
                }
            }
        }
    }

    private static void encode(DType type, Random random, byte[] out, int at) {
        float number = (float) random.nextGaussian();
        ByteBuffer bytes = ByteBuffer.wrap(out).order(ByteOrder.LITTLE_ENDIAN);
        switch (type) {
            case F64 -> bytes.putDouble(at, number);
            case F32 -> bytes.putFloat(at, number);
            case BF16 -> bytes.putShort(at, (short) (Float.floatToIntBits(number) >> 16));
            // Any bits whose exponent is moderate are a moderate number.
            case F16 -> bytes.putShort(at, (short) (random.nextInt(0x4200) | (random.nextBoolean() ? 0x8000 : 0)));
            default -> bytes.put(at, (byte) (random.nextInt(0x44) | (random.nextBoolean() ? 0x80 : 0)));
        }
    }

    @Test
    void namesEveryMismatch() throws IOException {
        byte[] bytes = new SafetensorsBytes()
                .add("conv.weight", new float[4 * 2 * 9], 4, 2, 3, 3)
                .add("conv.bias", new float[4], 4)
                .add("norm.weight", new float[5], 5)
                .add("norm.bias", new float[4], 4)
                .bytes();
        assertThatThrownBy(() -> engine.compile(new Small(2), open("sd/unet.safetensors".replace("sd/", ""), bytes)))
                .isInstanceOf(BadFileException.class)
                .hasMessageStartingWith("unet.safetensors: The weights do not match the model's configuration: ")
                .hasMessageContaining("conv.weight has the shape [4, 2, 3, 3] where [4, 3, 3, 3] is needed")
                .hasMessageContaining("norm.weight")
                .hasMessageContaining("to_v.weight is missing")
                .hasMessageContaining("to_v.bias is missing");
    }

    @Test
    void saysWhichInputDoesNotFit() throws IOException {
        Network network = engine.compile(new Small(2), open("m.safetensors", smallFile(1)));
        assertThatThrownBy(() -> network.run(Map.of("x", FloatTensor.zeros(1, 4, 2, 2)), "out", Cancellation.never()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("The input x of the network small is F32[batch, 3, height, width]");
        assertThatThrownBy(() -> network.run(Map.of("y", picture(1, 1, 2, 2)), "out", Cancellation.never()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> network.run(Map.of("x", picture(1, 1, 2, 2)), "nothing", Cancellation.never()))
                .isInstanceOf(IllegalArgumentException.class);
        Network heavy = engine.compile(new Heavy(1), Weights.of(new MemoryWeights()));
        assertThatThrownBy(() -> heavy.run(Map.of("x", FloatTensor.zeros(2, 3)), "out", Cancellation.never()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("n=2");
    }

    @Test
    void saysWhenMemoryIsNotEnough() {
        // 2^46 numbers are more than a 47-bit address space holds; the arena takes a third more.
        FloatTensor x = FloatTensor.zeros(1 << 23);
        Network estimated = engine.compile(new Outer(), Weights.of(new MemoryWeights()));
        assertThatThrownBy(() -> estimated.run(Map.of("x", x), "out", Cancellation.never()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("The network outer needs about 365917.5 GB for x [8388608] (")
                .hasMessageContaining("Choose a smaller size or batch");
        NetworkOptions trusting =
                new NetworkOptions(Device.CPU, 1, Optimization.AUTO, Precision.AUTO, 1 << 30).within(Long.MAX_VALUE);
        try (EngineNetworks networks = OrtBackend.networks(trusting)) {
            Network network = networks.compile(new Outer(), Weights.of(new MemoryWeights()));
            assertThatThrownBy(() -> network.run(Map.of("x", x), "out", Cancellation.never()))
                    .isInstanceOf(NetworkException.class)
                    .hasMessageContaining("The network outer needs more memory than there is");
            assertThat(network.run(Map.of("x", FloatTensor.zeros(2)), "out", Cancellation.never())
                            .shape())
                    .containsExactly(2, 2);
        }
    }

    @Test
    void noticesReplacedFiles() throws IOException {
        Weights before = open("m.safetensors", smallFile(1));
        Network old = engine.compile(new Small(2), before);
        Weights after = open(
                "m.safetensors",
                new SafetensorsBytes().add("pad", new float[3], 3).bytes());
        assertThat(after.fingerprint()).isNotEqualTo(before.fingerprint());
        assertThatThrownBy(() -> old.run(Map.of("x", picture(1, 1, 2, 2)), "out", Cancellation.never()))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("changed since it was opened");
    }

    @Test
    void stopsInsideARun() throws Exception {
        Network network = engine.compile(new Heavy(1_000), Weights.of(new MemoryWeights()));
        FloatTensor x = FloatTensor.of(gaussian(new Random(1), 512 * 512), 512, 512);
        Switch cancel = new Switch();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread worker = new Thread(() -> {
            try {
                network.run(Map.of("x", x), "out", cancel);
            } catch (RuntimeException e) {
                thrown.set(e);
            }
        });
        worker.start();
        cancel.registered.await();
        cancel.request();
        worker.join();
        assertThat(thrown.get()).isInstanceOf(CancelledException.class);
        // The session goes on to serve others.
        Network small = engine.compile(new Heavy(3), Weights.of(new MemoryWeights()));
        assertThat(small.run(Map.of("x", x), "out", Cancellation.never()).shape())
                .containsExactly(512, 512);
    }

    @Test
    void stopsBeforeARun() {
        Network network = engine.compile(new Heavy(1), Weights.of(new MemoryWeights()));
        Switch cancel = new Switch();
        cancel.request();
        assertThatThrownBy(() -> network.run(Map.of("x", FloatTensor.zeros(2, 2)), "out", cancel))
                .isInstanceOf(CancelledException.class);
    }

    @Test
    void servesManyThreadsWithinItsBudget() throws Exception {
        List<Weights> all = new ArrayList<>();
        List<FloatTensor> wanted = new ArrayList<>();
        FloatTensor x = picture(9, 1, 3, 3);
        for (int i = 0; i < 3; i++) {
            all.add(open(i + ".safetensors", smallFile(i)));
            wanted.add(interpret(new Small(2), all.get(i), x, "out"));
        }
        try (EngineNetworks tight =
                OrtBackend.networks(new NetworkOptions(Device.CPU, 1, Optimization.AUTO, Precision.AUTO, 1000))) {
            ExecutorService threads = Executors.newFixedThreadPool(4);
            try {
                List<Future<?>> done = new ArrayList<>();
                for (int t = 0; t < 4; t++) {
                    int offset = t;
                    done.add(threads.submit(() -> {
                        for (int i = 0; i < 12; i++) {
                            int which = (i + offset) % 3;
                            Network network = tight.compile(new Small(2), all.get(which));
                            assertClose(
                                    network.run(Map.of("x", x), "out", Cancellation.never()), wanted.get(which), 2e-5);
                        }
                    }));
                }
                for (Future<?> each : done) {
                    each.get();
                }
            } finally {
                threads.shutdownNow();
            }
        }
    }

    @Test
    void showsEverythingToItsTap() throws IOException {
        List<String> seen = new ArrayList<>();
        engine.tap((name, inputs, outputs) -> seen.add(
                name + inputs.keySet() + outputs.keySet().stream().sorted().toList()));
        Network network = engine.compile(new Small(2), open("m.safetensors", smallFile(1)));
        Map<String, FloatTensor> out =
                network.run(Map.of("x", picture(1, 1, 2, 2)), Set.of("out"), Cancellation.never());
        assertThat(out).containsOnlyKeys("out");
        assertThat(seen).containsExactly("small[x][hidden, out]");
    }

    @Test
    void refusesWorkAfterItIsClosed() throws IOException {
        Network network = engine.compile(new Small(2), open("m.safetensors", smallFile(1)));
        engine.close();
        assertThatThrownBy(() -> network.run(Map.of("x", picture(1, 1, 2, 2)), "out", Cancellation.never()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The engine is closed.");
    }
}
