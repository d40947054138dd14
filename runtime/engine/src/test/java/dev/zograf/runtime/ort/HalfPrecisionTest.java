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
import dev.zograf.tensor.DType;
import dev.zograf.tensor.Dim;
import dev.zograf.tensor.Interpreter;
import dev.zograf.tensor.Nn;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import java.nio.ByteBuffer;
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

    /** Its inputs are numbers of 16 bits that a linear layer has made, so that what follows takes 16 bits where it can. */
    private static final class Narrowed extends OperatorsTest.Trial {

        Narrowed(long seed) {
            super(seed, new TensorGraph());
            source.put("one", DType.F16, ByteBuffer.wrap(new byte[] {0, 0x3c}), 1, 1);
        }

        @Override
        Tensor input(String name, String[] symbols, int... sizes) {
            Tensor x = super.input(name, symbols, sizes);
            float[] numbers = ((FloatTensor) inputs.get(name)).toArray();
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = Float.intBitsToFloat(Float.floatToIntBits(numbers[i]) & 0xffffe000);
            }
            inputs.put(name, FloatTensor.of(numbers, sizes));
            List<Dim> column = new ArrayList<>(x.shape().dims());
            column.add(Dim.of(1));
            Tensor made = Nn.linear(x.reshape(column.toArray()), graph.weight(weights, "one"), Optional.empty());
            return made.reshape(x.shape().dims().toArray());
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
        OperatorsTest.Trial trial = new Narrowed(seed);
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
