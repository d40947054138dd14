package dev.zograf.runtime.ort;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.runtime.onnx.OnnxEmitter;
import dev.zograf.runtime.onnx.OnnxMessage;
import dev.zograf.runtime.onnx.OnnxNumbers;
import dev.zograf.runtime.onnx.OnnxPart;
import dev.zograf.tensor.TensorGraph;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Whatever is written for cards has kernels there: of every node of every operator at every precision, by {@link CudaKernels}. */
class CudaKernelsTest {

    private static final Set<OnnxNumbers> FOR_CARDS =
            Set.of(OnnxNumbers.FLOAT32, OnnxNumbers.FLOAT16, OnnxNumbers.BFLOAT16);

    /** The table is of one version: with another one it has to be made again. */
    @Test
    void theTableIsOfTheVersionThatIsUsed() {
        assertThat(OrtRuntime.get(1).environment().getVersion()).isEqualTo(CudaKernels.VERSION);
    }

    @TestFactory
    List<DynamicTest> everyNodeHasAKernel() {
        List<DynamicTest> tests = new ArrayList<>();
        OperatorsTest.CASES.forEach((op, cases) -> {
            for (int c = 0; c < cases.size(); c++) {
                OperatorsTest.Case each = cases.get(c);
                long seed = c;
                tests.add(DynamicTest.dynamicTest(op + " " + c, () -> {
                    OperatorsTest.Trial trial = new NarrowedTrial(seed);
                    trial.graph.output("out", each.build(trial));
                    FOR_CARDS.forEach(numbers -> check(trial.graph, numbers));
                }));
            }
        });
        return tests;
    }

    @Test
    void everyNodeOfAWholeNetworkHasAKernel() {
        SmallUnet network = new SmallUnet(2);
        FOR_CARDS.forEach(numbers -> {
            check(network.graph(network.weights(3)), numbers);
            check(network.graph(network.weights(3).inHalf()), numbers);
        });
    }

    private static void check(TensorGraph graph, OnnxNumbers numbers) {
        OnnxMessage model = OnnxMessage.parse(
                OnnxEmitter.emit("net", OnnxPart.whole(graph), numbers).bytes());
        int opset = Math.toIntExact(model.named(8, 1, "").numbers(2).get(0));
        OnnxMessage body = model.all(7).get(0);
        Map<String, Integer> types = new HashMap<>();
        body.all(5)
                .forEach(each -> types.put(
                        each.texts(8).get(0), Math.toIntExact(each.numbers(2).get(0))));
        body.all(11).forEach(each -> types.put(each.texts(1).get(0), Math.toIntExact(CudaKernels.typeOf(each))));
        for (OnnxMessage node : body.all(1)) {
            assertThat(CudaKernels.obstacle(node, opset, types))
                    .as(numbers.toString())
                    .isEmpty();
            CudaKernels.addOutputs(node, types);
        }
    }
}
