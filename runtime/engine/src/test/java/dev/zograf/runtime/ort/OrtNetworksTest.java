package dev.zograf.runtime.ort;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.api.Cancellation;
import dev.zograf.api.model.Network;
import dev.zograf.api.model.Precision;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.IntTensor;
import dev.zograf.runtime.model.SafetensorsBytes;
import dev.zograf.runtime.network.Device;
import dev.zograf.runtime.network.EngineNetworks;
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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Networks on ONNX Runtime give the numbers of the reference, at every optimisation, of weights of every type, to many threads. */
class OrtNetworksTest {

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
        Weights weights = SmallNetwork.open(folder, "with space & ümlaut.safetensors", SmallNetwork.file(1));
        Network network = engine.compile(new SmallNetwork(2), weights);
        for (int[] size : new int[][] {{1, 4, 4}, {2, 5, 3}, {1, 9, 16}, {3, 1, 1}, {1, 4, 4}}) {
            FloatTensor x = SmallNetwork.picture(2, size[0], size[1], size[2]);
            assertClose(
                    network.run(Map.of("x", x), "out", Cancellation.never()),
                    interpret(new SmallNetwork(2), weights, x, "out"),
                    2e-5);
        }
    }

    @ParameterizedTest
    @EnumSource
    void runsAtEachOptimisation(Optimization optimization) throws IOException {
        Weights weights = SmallNetwork.open(folder, "m.safetensors", SmallNetwork.file(1));
        FloatTensor x = SmallNetwork.picture(2, 1, 4, 6);
        try (EngineNetworks frugal =
                OrtBackend.networks(new NetworkOptions(Device.AUTO, 1, optimization, Precision.AUTO, 1 << 30))) {
            assertClose(
                    frugal.compile(new SmallNetwork(1), weights).run(Map.of("x", x), "out", Cancellation.never()),
                    interpret(new SmallNetwork(1), weights, x, "out"),
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
        for (Weights weights : List.of(SmallNetwork.open(folder, "t.safetensors", file.bytes()), Weights.of(memory))) {
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
    void servesManyThreadsWithinItsBudget() throws Exception {
        List<Weights> all = new ArrayList<>();
        List<FloatTensor> wanted = new ArrayList<>();
        FloatTensor x = SmallNetwork.picture(9, 1, 3, 3);
        for (int i = 0; i < 3; i++) {
            all.add(SmallNetwork.open(folder, i + ".safetensors", SmallNetwork.file(i)));
            wanted.add(interpret(new SmallNetwork(2), all.get(i), x, "out"));
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
                            Network network = tight.compile(new SmallNetwork(2), all.get(which));
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
        Network network =
                engine.compile(new SmallNetwork(2), SmallNetwork.open(folder, "m.safetensors", SmallNetwork.file(1)));
        Map<String, FloatTensor> out =
                network.run(Map.of("x", SmallNetwork.picture(1, 1, 2, 2)), Set.of("out"), Cancellation.never());
        assertThat(out).containsOnlyKeys("out");
        assertThat(seen).containsExactly("small[x][hidden, out]");
    }
}
