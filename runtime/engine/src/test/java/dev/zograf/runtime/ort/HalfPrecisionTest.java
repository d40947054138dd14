package dev.zograf.runtime.ort;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.api.Cancellation;
import dev.zograf.api.model.Precision;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.runtime.network.CudaDevice;
import dev.zograf.runtime.network.CudaProbe;
import dev.zograf.runtime.network.CudaReport;
import dev.zograf.runtime.network.Device;
import dev.zograf.runtime.network.LoadedNetwork;
import dev.zograf.runtime.network.NetworkOptions;
import dev.zograf.runtime.network.Optimization;
import dev.zograf.runtime.onnx.OnnxEmitter;
import dev.zograf.runtime.onnx.OnnxModel;
import dev.zograf.runtime.onnx.OnnxNumbers;
import dev.zograf.runtime.onnx.OnnxPart;
import dev.zograf.tensor.Interpreter;
import dev.zograf.tensor.TensorGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Networks in 16-bit floats, in the form for cards and in the one for the processor. ONNX Runtime's processor runs the first, too: where it has no
 * kernel for 16 bits it computes in 32 and rounds.
 */
class HalfPrecisionTest {

    private static final NetworkOptions OPTIONS =
            new NetworkOptions(Device.CPU, 1, Optimization.AUTO, Precision.AUTO, 1 << 30);

    private static final SmallUnet UNET = new SmallUnet(2);

    private static FloatTensor run(
            TensorGraph graph, Map<String, ? extends HostTensor> inputs, String output, OnnxNumbers numbers) {
        OnnxModel model = OnnxEmitter.emit("net", OnnxPart.whole(graph), numbers);
        try (LoadedNetwork network =
                new SessionMaker(OrtRuntime.get(1), OPTIONS).make("net", model, Device.CPU, CudaWay.PLAIN)) {
            return network.run(inputs, Set.of(output), false, Cancellation.never())
                    .get(output);
        }
    }

    @TestFactory
    List<DynamicTest> operatorsAgreeWithTheReference() {
        List<DynamicTest> tests = new ArrayList<>();
        OperatorsTest.CASES.forEach((op, cases) -> {
            for (int c = 0; c < cases.size(); c++) {
                OperatorsTest.Case each = cases.get(c);
                long seed = c;
                tests.add(DynamicTest.dynamicTest(op + " " + c, () -> compare(each, seed)));
            }
        });
        return tests;
    }

    private static void compare(OperatorsTest.Case each, long seed) {
        OperatorsTest.Trial trial = new NarrowedTrial(seed);
        trial.graph.output("out", each.build(trial));
        FloatTensor wanted = Interpreter.run(trial.graph, trial.inputs).get("out");
        for (OnnxNumbers numbers : List.of(OnnxNumbers.FLOAT16, OnnxNumbers.ROUNDED)) {
            assertThat(Difference.of(wanted, run(trial.graph, trial.inputs, "out", numbers)))
                    .as(numbers.toString())
                    .isLessThan(2e-3);
        }
    }

    /** What rounding costs is less than a hundredth, and both forms round alike. */
    @Test
    void aWholeNetworkStaysNearToFloat32() {
        TensorGraph graph = UNET.graph(UNET.weights(3));
        FloatTensor exact = run(graph, SmallUnet.inputs(12, 12), "out", OnnxNumbers.FLOAT32);
        FloatTensor card = run(graph, SmallUnet.inputs(12, 12), "out", OnnxNumbers.FLOAT16);
        FloatTensor rounded = run(graph, SmallUnet.inputs(12, 12), "out", OnnxNumbers.ROUNDED);

        assertThat(Difference.of(exact, card)).isBetween(1e-5, 1e-2);
        assertThat(Difference.of(exact, rounded)).isBetween(1e-5, 1e-2);
        assertThat(Difference.of(card, rounded)).isLessThan(1e-2);
    }

    /** The first and the last convolution, the timestep and its layers have 32 bits; the rest of the large layers 16. */
    @Test
    void weightsOfLargeLayersAreUsedAsTheyAreStored() {
        MemoryWeights half = UNET.weights(3).inHalf();
        TensorGraph graph = UNET.graph(half);
        OnnxModel whole = OnnxEmitter.emit("net", graph);
        OnnxModel card = OnnxEmitter.emit("net", OnnxPart.whole(graph), OnnxNumbers.FLOAT16);

        assertThat(whole.computeBytes()).isEqualTo(2 * card.storedBytes());
        assertThat(card.computeBytes()).isBetween(card.storedBytes(), card.storedBytes() * 6 / 5);
        assertThat(Difference.of(
                        run(graph, SmallUnet.inputs(8, 8), "out", OnnxNumbers.FLOAT32),
                        run(graph, SmallUnet.inputs(8, 8), "out", OnnxNumbers.FLOAT16)))
                .isLessThan(1e-2);
    }

    @Test
    void bfloat16NeedsCardsThatAreKnownToHaveIt() {
        Device first = new Device(Device.Kind.CUDA, 0);
        Device second = new Device(Device.Kind.CUDA, 1);
        assertThat(OrtBackend.bfloat16Obstacle(List.of(first), new Cards(8).look()))
                .isEmpty();
        assertThat(OrtBackend.bfloat16Obstacle(List.of(first, second), new Cards(8, 7).look()))
                .hasValueSatisfying(why -> assertThat(why).contains("capability 8.0", "cuda:1"));
        assertThat(OrtBackend.bfloat16Obstacle(List.of(Device.CPU), new Cards(8).look()))
                .hasValueSatisfying(why -> assertThat(why).contains("cpu"));
        try (OrtBackend cpu = new OrtBackend(OPTIONS, Optional.of(new Cards(8)));
                OrtBackend none = new OrtBackend(OPTIONS.on(Device.AUTO), Optional.empty())) {
            assertThat(cpu.obstacle(Precision.BFLOAT16).orElseThrow()).contains("the processor was chosen");
            assertThat(none.obstacle(Precision.BFLOAT16).orElseThrow())
                    .contains("zograf-cuda is not on the class path");
        }
    }

    private record Cards(int... majors) implements CudaProbe {
        @Override
        public CudaReport look() {
            List<CudaDevice> devices = new ArrayList<>();
            for (int i = 0; i < majors.length; i++) {
                devices.add(new CudaDevice(i, "card", majors[i], 5, 8L << 30));
            }
            return new CudaReport(12090, 12090, devices, Map.of(), Optional.empty());
        }

        @Override
        public long freeBytes(int device) {
            return 8L << 30;
        }
    }

    /** This build of ONNX Runtime has no CUDA: the processor computes, for which nobody chooses 16 bits. */
    @Test
    void theProcessorIsNotGivenHalfPrecisionUnasked() {
        try (OrtBackend asked = new OrtBackend(OPTIONS.on(Device.AUTO), Optional.of(new Cards(8)));
                OrtBackend none = new OrtBackend(OPTIONS.on(Device.AUTO), Optional.empty())) {
            assertThat(asked.preferred()).isEqualTo(Precision.FLOAT32);
            assertThat(none.preferred()).isEqualTo(Precision.FLOAT32);
            assertThat(asked.obstacle(Precision.FLOAT16)).isEmpty();
        }
    }

    @Test
    void cardsWithTensorCoresAreGivenHalfPrecision() {
        Device first = new Device(Device.Kind.CUDA, 0);
        Device second = new Device(Device.Kind.CUDA, 1);
        assertThat(OrtBackend.preferred(List.of(first), new Cards(7).look())).isEqualTo(Precision.FLOAT16);
        assertThat(OrtBackend.preferred(List.of(first), new Cards(6).look())).isEqualTo(Precision.FLOAT32);
        assertThat(OrtBackend.preferred(List.of(first, second), new Cards(9, 6).look()))
                .isEqualTo(Precision.FLOAT32);
        assertThat(OrtBackend.preferred(List.of(Device.CPU), new Cards(9).look()))
                .isEqualTo(Precision.FLOAT32);
    }
}
