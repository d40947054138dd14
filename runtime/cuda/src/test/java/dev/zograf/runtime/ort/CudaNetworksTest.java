package dev.zograf.runtime.ort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.Cancellation;
import dev.zograf.api.model.Network;
import dev.zograf.api.model.Precision;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.runtime.cuda.PresetsProbe;
import dev.zograf.runtime.network.CudaOptions;
import dev.zograf.runtime.network.Device;
import dev.zograf.runtime.network.DeviceFailure;
import dev.zograf.runtime.network.EngineNetworks;
import dev.zograf.runtime.network.LoadedNetwork;
import dev.zograf.runtime.network.NetworkException;
import dev.zograf.runtime.network.NetworkOptions;
import dev.zograf.runtime.network.Optimization;
import dev.zograf.runtime.network.PreparedNetwork;
import dev.zograf.runtime.onnx.OnnxEmitter;
import dev.zograf.runtime.onnx.OnnxModel;
import dev.zograf.runtime.onnx.OnnxNumbers;
import dev.zograf.runtime.onnx.OnnxPart;
import dev.zograf.runtime.trace.Trace;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.Interpreter;
import dev.zograf.tensor.NetworkDefinition;
import dev.zograf.tensor.Op;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The first CUDA device computes what the processor does, on the cases to which every backend is held, and gives its memory back. */
@Tag("gpu")
class CudaNetworksTest {

    private static final Device FIRST = new Device(Device.Kind.CUDA, 0);
    private static final double ABSOLUTE = 1e-5;
    private static final double RELATIVE = 1e-4;
    private static final long SLACK = 64L << 20;

    private static final NetworkOptions OPTIONS =
            new NetworkOptions(FIRST, 1, Optimization.AUTO, Precision.AUTO, 1 << 30);

    private static OrtBackend backend() {
        return new OrtBackend(OPTIONS);
    }

    @Test
    void theDeviceIsUsed() {
        try (OrtBackend backend = backend()) {
            assertThat(backend.devices()).containsExactly(FIRST);
        }
    }

    @TestFactory
    List<DynamicTest> operatorsAgreeWithTheReference() {
        List<DynamicTest> tests = new ArrayList<>();
        OperatorsTest.CASES.forEach((op, cases) -> {
            for (int c = 0; c < cases.size(); c++) {
                OperatorsTest.Case each = cases.get(c);
                long seed = c;
                tests.add(DynamicTest.dynamicTest(op + " " + c, () -> compare(op, each, seed)));
            }
        });
        return tests;
    }

    private static void compare(Op op, OperatorsTest.Case each, long seed) {
        OperatorsTest.Trial trial = new OperatorsTest.Trial(seed, new TensorGraph());
        trial.graph.output("out", each.build(trial));
        FloatTensor wanted = Interpreter.run(trial.graph, trial.inputs).get("out");
        FloatTensor got = run(trial);
        assertThat(got.shape()).isEqualTo(wanted.shape());
        for (int i = 0; i < got.size(); i++) {
            assertThat((double) got.at(i))
                    .as("%s, seed %d, entry %d", op, seed, i)
                    .isCloseTo(wanted.at(i), Offset.offset(ABSOLUTE + RELATIVE * Math.abs(wanted.at(i))));
        }
    }

    private static FloatTensor run(OperatorsTest.Trial trial) {
        try (OrtBackend backend = backend();
                LoadedNetwork network =
                        backend.prepare("net", trial.graph, Precision.FLOAT32).load(FIRST)) {
            return network.run(trial.inputs, Set.of("out"), false, Cancellation.never())
                    .get("out");
        }
    }

    private static TensorGraph unet(SmallUnet network) {
        return network.graph(network.weights(3).inHalf());
    }

    /** The card rounds where the processor rounds when it computes in the card's numbers. */
    @Test
    void halfPrecisionIsThatOfTheProcessor() {
        SmallUnet network = new SmallUnet(2);
        NetworkOptions cpu = new NetworkOptions(Device.CPU, 0, Optimization.AUTO, Precision.AUTO, 1 << 30);
        FloatTensor exact;
        FloatTensor rounded;
        FloatTensor card;
        try (OrtBackend processor = new OrtBackend(cpu);
                OrtBackend device = backend();
                LoadedNetwork full = processor
                        .prepare("net", unet(network), Precision.FLOAT32)
                        .load();
                LoadedNetwork half = processor
                        .prepare("net", unet(network), Precision.FLOAT16)
                        .load();
                LoadedNetwork onCard =
                        device.prepare("net", unet(network), Precision.FLOAT16).load(FIRST)) {
            exact = run(full);
            rounded = run(half);
            card = run(onCard);
        }
        assertThat(Difference.of(exact, card)).isBetween(1e-5, 1e-2);
        assertThat(Difference.of(rounded, card)).isLessThan(1e-2);
    }

    /** Where the card cannot, it says so; else it is as far from float32 as the mantissa lets expect. */
    @Test
    void bfloat16IsNearToFloat32() {
        SmallUnet network = new SmallUnet(2);
        try (OrtBackend device = backend()) {
            Optional<String> obstacle = device.obstacle(Precision.BFLOAT16);
            if (obstacle.isPresent()) {
                assertThat(obstacle.get()).contains("compute capability 8.0");
                return;
            }
            try (LoadedNetwork full = device.prepare("net", unet(network), Precision.FLOAT32)
                            .load(FIRST);
                    LoadedNetwork narrow = device.prepare("net", unet(network), Precision.BFLOAT16)
                            .load(FIRST)) {
                assertThat(Difference.of(run(full), run(narrow))).isBetween(1e-4, 5e-2);
            }
        }
    }

    /** ONNX Runtime refuses to capture what has to cross to the processor: every operator has a kernel on the card, in all three types. */
    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT16", "BFLOAT16"})
    void everyOperatorIsOnTheCard(OnnxNumbers numbers) {
        SessionMaker maker = new SessionMaker(OrtRuntime.get(1), OPTIONS);
        OperatorsTest.CASES.forEach((op, cases) -> {
            for (int seed = 0; seed < cases.size(); seed++) {
                OperatorsTest.Trial trial = new NarrowedTrial(seed);
                trial.graph.output("out", cases.get(seed).build(trial));
                OnnxModel model = OnnxEmitter.emit(op.name(), OnnxPart.whole(trial.graph), numbers);
                maker.make(op + " " + seed, model, FIRST, CudaWay.GRAPHS).close();
            }
        });
    }

    /** By TensorRT where its libraries are, whose engines stay in the folder; else by CUDA. It multiplies with TF32 where it likes. */
    @Test
    void tensorRtGivesWhatCudaGives(@TempDir Path engines) {
        SmallUnet network = new SmallUnet(2);
        boolean usable = new PresetsProbe().tensorRt().orElseThrow().obstacle().isEmpty();
        NetworkOptions options = OPTIONS.with(CudaOptions.defaults().withTensorRt(engines));
        try (OrtBackend cuda = backend();
                OrtBackend both = new OrtBackend(options);
                LoadedNetwork plain =
                        cuda.prepare("net", unet(network), Precision.FLOAT32).load(FIRST);
                LoadedNetwork other =
                        both.prepare("net", unet(network), Precision.FLOAT32).load(FIRST)) {
            assertThat(Difference.of(run(plain), run(other))).isLessThan(1e-2);
        }
        assertThat(engines.toFile().list()).hasSizeGreaterThanOrEqualTo(usable ? 1 : 0);
    }

    private static FloatTensor run(LoadedNetwork network) {
        return network.run(SmallUnet.inputs(12, 12), Set.of("out"), false, Cancellation.never())
                .get("out");
    }

    /** With less memory for it than its weights take a network is computed on the card all the same, part by part. */
    @Test
    void weightsThatExceedTheMemoryAreBroughtInParts() {
        SmallUnet network = new SmallUnet(8);
        NetworkOptions free = new NetworkOptions(FIRST, 1, Optimization.AUTO, Precision.AUTO, 1 << 30);
        FloatTensor whole;
        FloatTensor parts;
        try (OrtBackend all = new OrtBackend(free)) {
            PreparedNetwork prepared = all.prepare("net", unet(network), Precision.FLOAT32);
            NetworkOptions few = free.with(CudaOptions.defaults().within(prepared.bytes() / 2));
            try (OrtBackend some = new OrtBackend(few);
                    LoadedNetwork one = prepared.load(FIRST);
                    LoadedNetwork other = some.prepare("net", unet(network), Precision.FLOAT32)
                            .load(FIRST)) {
                assertThat(other).isInstanceOf(PartsNetwork.class);
                whole = run(one);
                parts = run(other);
            }
        }
        assertThat(Difference.of(whole, parts)).isLessThan(1e-5);
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
            graph.output("out", x.reshape(x.dim(0), 1).times(x).max());
        }
    }

    /** A run that does not fit the card's memory fails with what to do, and the next one works. */
    @Test
    void aRunThatExceedsTheMemoryTakesNobodyDown() {
        NetworkOptions options = new NetworkOptions(FIRST, 1, Optimization.AUTO, Precision.AUTO, 1 << 30);
        try (EngineNetworks engine = OrtBackend.networks(options)) {
            Network network = engine.compile(new Outer(), Weights.of(new MemoryWeights()));
            // A matrix of 1 TB.
            assertThatThrownBy(() -> network.run(Map.of("x", FloatTensor.zeros(1 << 19)), "out", Cancellation.never()))
                    .isInstanceOfSatisfying(
                            NetworkException.class,
                            e -> assertThat(e.deviceFailure()).contains(DeviceFailure.LACK_OF_MEMORY))
                    .hasMessageContaining("than is free on cuda:0");
            assertThat(network.run(Map.of("x", FloatTensor.of(new float[] {1, 2, 3}, 3)), "out", Cancellation.never())
                            .toArray())
                    .containsExactly(3, 6, 9);
        }
    }

    /** Steps of a sampler: the text stays, latents and timestep change. Bound, and replayed as graphs, they give what the Java interface gives. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void boundRunsGiveWhatOthersGive(boolean graphs) throws Exception {
        Trace trace = Trace.on(false);
        NetworkOptions options = new NetworkOptions(FIRST, 1, Optimization.AUTO, Precision.AUTO, 1 << 30)
                .with(CudaOptions.defaults().withGraphs(graphs))
                .traced(trace);
        SmallUnet network = new SmallUnet(2);
        OnnxModel model = OnnxEmitter.emit("net", unet(network));
        SessionMaker maker = new SessionMaker(OrtRuntime.get(1), options);
        HostTensor text = SmallUnet.inputs(8, 8).get("text");
        try (OrtBackend backend = new OrtBackend(options);
                LoadedNetwork plain = maker.make("net", model, FIRST, CudaWay.PLAIN);
                LoadedNetwork bound =
                        backend.prepare("net", unet(network), Precision.FLOAT32).load(FIRST)) {
            assertThat(bound).isInstanceOf(graphs ? CapturedNetwork.class : BoundNetwork.class);
            for (int side : new int[] {8, 12, 8}) {
                for (int step = 0; step < 5; step++) {
                    Map<String, HostTensor> inputs = new LinkedHashMap<>(SmallUnet.inputs(side, side));
                    inputs.put("timestep", FloatTensor.of(new float[] {step, step}, 2));
                    inputs.put("text", text);
                    Set<String> out = Set.of("out");
                    FloatTensor wanted =
                            plain.run(inputs, out, false, Cancellation.never()).get("out");
                    FloatTensor got = bound.run(inputs, out, step > 0, Cancellation.never())
                            .get("out");
                    assertThat(Difference.of(wanted, got))
                            .as("side %d, step %d", side, step)
                            .isLessThan(1e-5);
                }
            }
            bound.rest();
        }
        long latents = 2 * 4 * 12 * 12 * Float.BYTES;
        assertThat(trace.spans().stream()
                        .filter(span -> span.name().equals("copy to cuda:0"))
                        .map(span -> span.details().get("bytes")))
                .contains(latents + 2 * Float.BYTES);
    }

    @Test
    void memoryOfTheDeviceComesBack() {
        PresetsProbe probe = new PresetsProbe();
        assertThat(probe.look().obstacle()).isEmpty();
        OperatorsTest.Case convolution = OperatorsTest.CASES.get(Op.CONV).get(0);
        long before = -1;
        for (int round = 0; round < 20; round++) {
            OperatorsTest.Trial trial = new OperatorsTest.Trial(round, new TensorGraph());
            trial.graph.output("out", convolution.build(trial));
            run(trial);
            if (round == 0) {
                // The libraries' own memory stays.
                before = probe.freeBytes(0);
            }
        }
        assertThat(probe.freeBytes(0)).isGreaterThan(before - SLACK);
    }
}
