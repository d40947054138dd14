package dev.zograf.runtime.ort;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.api.Cancellation;
import dev.zograf.api.model.Precision;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.runtime.network.Device;
import dev.zograf.runtime.network.EngineNetworks;
import dev.zograf.runtime.network.NetworkOptions;
import dev.zograf.runtime.network.Optimization;
import dev.zograf.runtime.onnx.OnnxEmitter;
import dev.zograf.runtime.onnx.OnnxNumbers;
import dev.zograf.runtime.onnx.OnnxPart;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.NetworkDefinition;
import dev.zograf.tensor.Nn;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightData;
import dev.zograf.tensor.WeightStorage;
import dev.zograf.tensor.Weights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Linear layers whose results are cut: written in parts where nothing else wants to see the whole. */
class SplitLayersTest {

    private static final int WIDTH = 6;

    @TempDir
    private Path folder;

    /** What becomes of the result of the layer. */
    private enum Form {
        GATED(true, "out"),
        THREE_OF_DIFFERENT_WIDTH(true, "out", "second", "third"),
        IN_PART(true, "out", "second"),
        SEEN_WHOLE(false, "out", "second"),
        OVERLAPPING(false, "out"),
        ALONG_ROWS(false, "out");

        private final boolean split;
        private final List<String> outputs;

        Form(boolean split, String... outputs) {
            this.split = split;
            this.outputs = List.of(outputs);
        }
    }

    private record Cut(Form form) implements NetworkDefinition {
        @Override
        public String name() {
            return "cut";
        }

        @Override
        public void build(TensorGraph graph, Weights weights) {
            Tensor x = graph.input("x", DType.F32, "batch", 4, WIDTH);
            Tensor y = Nn.projection(x, weights);
            switch (form) {
                case GATED -> {
                    List<Tensor> halves = y.chunk(2, 2);
                    graph.output("out", halves.get(0).times(halves.get(1).gelu()));
                }
                case THREE_OF_DIFFERENT_WIDTH -> {
                    graph.output("out", y.slice(2, 0, 2).exp());
                    graph.output("second", y.slice(2, 2, 7).exp());
                    graph.output("third", y.slice(2, 7, 12));
                }
                case IN_PART -> {
                    graph.output("out", y.slice(2, 1, 3).exp());
                    graph.output("second", y.slice(2, 5, 12));
                }
                case SEEN_WHOLE -> {
                    graph.output("out", y.slice(2, 0, 6).plus(y.slice(2, 6, 12)));
                    graph.output("second", y);
                }
                case OVERLAPPING -> graph.output("out", y.slice(2, 0, 7).plus(y.slice(2, 5, 12)));
                case ALONG_ROWS -> graph.output("out", y.slice(1, 0, 2).plus(y.slice(1, 2, 4)));
            }
        }
    }

    private static final FloatTensor X = numbers(2 * 4 * WIDTH, 2, 4, WIDTH);

    private static FloatTensor numbers(int count, int... shape) {
        Random random = new Random(count);
        float[] out = new float[count];
        for (int i = 0; i < count; i++) {
            out[i] = (float) random.nextGaussian();
        }
        return FloatTensor.of(out, shape);
    }

    private Weights weights(DType type, boolean inFile, boolean bias) throws IOException {
        Map<String, Weight> all = new HashMap<>(Map.of("weight", weight("weight", type, inFile, 12, WIDTH)));
        if (bias) {
            all.put("bias", weight("bias", DType.F32, inFile, 12));
        }
        return Weights.of(new StoredWeights(all));
    }

    private Weight weight(String name, DType type, boolean inFile, long... shape) throws IOException {
        int count = (int) (shape[0] * (shape.length > 1 ? shape[1] : 1));
        ByteBuffer bytes = ByteBuffer.allocateDirect(count * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        Random random = new Random(count);
        for (int i = 0; i < count; i++) {
            if (type == DType.F32) {
                bytes.putFloat((float) random.nextGaussian());
            } else {
                bytes.putShort((short) (0x3000 + random.nextInt(0x1000) | random.nextInt(2) << 15));
            }
        }
        bytes.flip();
        if (!inFile) {
            return Weight.of(
                    name,
                    type,
                    shape,
                    new WeightStorage.InMemory(() -> bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN)));
        }
        byte[] file = new byte[bytes.remaining() + 4];
        bytes.get(file, 4, bytes.remaining());
        Path path = Files.write(folder.resolve(name + type + ".bin"), file);
        return Weight.of(name, type, shape, new WeightStorage.InFile(path, 4, file.length - 4L));
    }

    private static Map<String, FloatTensor> run(Form form, Weights weights, Optimization optimization) {
        NetworkOptions options = new NetworkOptions(Device.CPU, 1, optimization, Precision.AUTO, 1 << 30);
        Map<String, FloatTensor> out = new HashMap<>();
        try (EngineNetworks engine = OrtBackend.networks(options)) {
            var network = engine.compile(new Cut(form), weights);
            for (String name : form.outputs) {
                out.put(name, network.run(Map.of("x", X), name, Cancellation.never()));
            }
        }
        return out;
    }

    private static boolean cuts(Form form, Weights weights) {
        TensorGraph graph = new TensorGraph();
        new Cut(form).build(graph, weights);
        byte[] model = OnnxEmitter.emit("cut", OnnxPart.whole(graph), OnnxNumbers.PROCESSOR)
                .bytes();
        return new String(model, StandardCharsets.ISO_8859_1).contains("Slice");
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void haveTheNumbersOfTheWhole(Form form) throws IOException {
        Weights inFile = weights(DType.F32, true, true);
        // Weights in memory are never taken apart.
        Weights inMemory = weights(DType.F32, false, true);

        Map<String, FloatTensor> whole = run(form, inMemory, Optimization.BALANCED);
        run(form, inFile, Optimization.BALANCED)
                .forEach((name, tensor) -> assertThat(tensor.toArray())
                        .as(name)
                        .usingComparatorWithPrecision(1e-6f)
                        .containsExactly(whole.get(name).toArray()));
        assertThat(cuts(form, inFile)).isNotEqualTo(form.split);
        assertThat(cuts(form, inMemory)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void areOfStoredTypesAndLackABias(boolean bias) throws IOException {
        for (Optimization each : Optimization.values()) {
            FloatTensor part =
                    run(Form.GATED, weights(DType.F16, true, bias), each).get("out");
            FloatTensor whole =
                    run(Form.GATED, weights(DType.F16, false, bias), each).get("out");
            assertThat(part.toArray())
                    .as(each.toString())
                    .usingComparatorWithPrecision(1e-6f)
                    .containsExactly(whole.toArray());
        }
    }

    @Test
    void rowsOfAWeightStayInItsFile() throws IOException {
        Weight whole = weight("weight", DType.F32, true, 12, WIDTH);
        Weight rows = whole.rows(3, 5);
        assertThat(rows.shape()).containsExactly(2, WIDTH);
        assertThat(rows.storage()).isInstanceOf(WeightStorage.InFile.class);
        float[] all = WeightData.floats(whole);
        float[] some = WeightData.floats(rows);
        for (int i = 0; i < some.length; i++) {
            assertThat(some[i]).isEqualTo(all[3 * WIDTH + i]);
        }
    }
}
