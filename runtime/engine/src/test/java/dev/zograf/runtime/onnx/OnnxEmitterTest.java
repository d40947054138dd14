package dev.zograf.runtime.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.tensor.DType;
import dev.zograf.tensor.Nn;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightSource;
import dev.zograf.tensor.WeightStorage;
import dev.zograf.tensor.Weights;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Models as protobuf-java reads them, by the field numbers of onnx.proto. */
class OnnxEmitterTest {

    private static final Path FILE = Path.of("/models/unet.safetensors").toAbsolutePath();

    private static final class Tensors implements WeightSource {
        @Override
        public Optional<Weight> find(String name) {
            return switch (name) {
                case "half.weight" -> Optional.of(weight(name, DType.F16, 100, 5, 4));
                case "half.bias" -> Optional.of(weight(name, DType.F32, 141, 5));
                case "wide.weight" -> Optional.of(weight(name, DType.BF16, 200, 2048, 1024, 3, 3));
                case "wide.bias" -> Optional.of(weight(name, DType.F32, 161, 2048));
                default -> Optional.empty();
            };
        }

        private static Weight weight(String name, DType type, long offset, long... shape) {
            long bytes = type.bytes();
            for (long size : shape) {
                bytes *= size;
            }
            return Weight.of(name, type, shape, new WeightStorage.InFile(FILE, offset, bytes));
        }

        @Override
        public NavigableSet<String> names() {
            return new TreeSet<>(List.of("half.bias", "half.weight", "wide.bias", "wide.weight"));
        }

        @Override
        public String file() {
            return "unet.safetensors";
        }

        @Override
        public String fingerprint() {
            return "x";
        }
    }

    private static OnnxModel emit() {
        TensorGraph graph = new TensorGraph();
        Tensor x = graph.input("x", DType.F32, "batch", 4);
        graph.input("unused", DType.I32, "batch", 7);
        Tensor y = Nn.linear(x, Weights.of(new Tensors()).at("half"));
        y.silu().times(3);
        graph.output("y", y);
        graph.output("again", y);
        return OnnxEmitter.emit("tiny", graph);
    }

    @Test
    void writesAModel() {
        OnnxMessage model = OnnxMessage.parse(emit().bytes());
        assertThat(model.numbers(1)).containsExactly(10L);
        assertThat(model.all(8)).extracting(set -> set.texts(1)).containsExactly(List.of(""), List.of("com.microsoft"));
        OnnxMessage graph = model.all(7).get(0);
        assertThat(graph.texts(2)).containsExactly("tiny");
        assertThat(graph.all(1)).extracting(node -> node.texts(4).get(0)).containsExactly("Cast", "Gemm", "Identity");
        OnnxMessage gemm = graph.all(1).get(1);
        assertThat(gemm.texts(1)).hasSize(3).startsWith("x");
        assertThat(gemm.texts(2)).containsExactly("y");
        OnnxMessage attribute = gemm.all(5).get(0);
        assertThat(attribute.texts(1)).containsExactly("transB");
        assertThat(attribute.numbers(3)).containsExactly(1L);
        assertThat(attribute.numbers(20)).containsExactly(2L);
        assertThat(graph.all(12)).extracting(each -> each.texts(1).get(0)).containsExactly("y", "again");
    }

    @Test
    void keepsInputsThatNothingUsesWithTheirSymbols() {
        OnnxMessage graph = OnnxMessage.parse(emit().bytes()).all(7).get(0);
        OnnxMessage unused = graph.named(11, 1, "unused");
        OnnxMessage type = unused.all(2).get(0).all(1).get(0);
        assertThat(type.numbers(1)).containsExactly(6L);
        List<OnnxMessage> dims = type.all(2).get(0).all(1);
        assertThat(dims.get(0).texts(2)).containsExactly("batch");
        assertThat(dims.get(1).numbers(1)).containsExactly(7L);
    }

    @Test
    void leavesWeightsInTheirFile() {
        OnnxModel model = emit();
        OnnxMessage graph = OnnxMessage.parse(model.bytes()).all(7).get(0);
        OnnxMessage weight = graph.all(5).stream()
                .filter(each -> each.texts(8).get(0).endsWith("half.weight"))
                .findFirst()
                .orElseThrow();
        assertThat(weight.numbers(1)).containsExactly(5L, 4L);
        assertThat(weight.numbers(2)).containsExactly(10L);
        assertThat(weight.numbers(14)).containsExactly(1L);
        assertThat(weight.texts(9)).isEmpty();
        assertThat(weight.named(13, 1, "offset").texts(2)).containsExactly("100");
        assertThat(weight.named(13, 1, "length").texts(2)).containsExactly("40");
        String location = weight.named(13, 1, "location").texts(2).get(0);
        assertThat(model.root().orElseThrow().resolve(location)).isEqualTo(FILE);
        assertThat(model.files()).containsExactly(FILE);
        assertThat(model.inMemory()).isEmpty();
        assertThat(model.storedBytes()).isEqualTo(60);
        assertThat(model.computeBytes()).isEqualTo(100);
    }

    @Test
    void namesKernelsInSixteenBitsAsDefaultsOfInputs() {
        TensorGraph graph = new TensorGraph();
        Tensor x = graph.input("x", DType.F32, "batch", 1024, "height", "width");
        graph.output("y", Nn.conv(x.relu(), Weights.of(new Tensors()).at("wide")));
        OnnxModel model = OnnxEmitter.emit("wide", graph);

        OnnxMessage plain = OnnxMessage.parse(model.bytes()).all(7).get(0);
        OnnxMessage casting =
                OnnxMessage.parse(model.casting().orElseThrow().bytes()).all(7).get(0);
        String kernel = "%w/wide.weight";
        assertThat(plain.all(11)).extracting(each -> each.texts(1).get(0)).containsExactly("x");
        assertThat(casting.all(11)).extracting(each -> each.texts(1).get(0)).containsExactly("x", kernel);
        OnnxMessage type = casting.all(11).get(1).all(2).get(0).all(1).get(0);
        assertThat(type.numbers(1)).containsExactly(16L);
        assertThat(type.all(2).get(0).all(1))
                .extracting(each -> each.numbers(1).get(0))
                .containsExactly(2048L, 1024L, 3L, 3L);
        assertThat(casting.all(5)).hasSameSizeAs(plain.all(5));
        assertThat(casting.all(1))
                .as("what is cast comes first, so that it is cast last")
                .extracting(node -> node.texts(4).get(0))
                .containsExactly("Cast", "Relu", "Conv");
        assertThat(emit().casting()).as("few weights").isEmpty();
    }

    @Test
    void refusesGraphsWithProblems() {
        TensorGraph graph = new TensorGraph();
        graph.output("y", graph.weight(Weights.of(new Tensors()), "nothing"));
        assertThatThrownBy(() -> OnnxEmitter.emit("tiny", graph))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nothing is missing");
    }
}
