package dev.zograf.runtime.ort;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.api.Cancellation;
import dev.zograf.api.model.Precision;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.runtime.network.LoadedNetwork;
import dev.zograf.runtime.network.UnsupportedNetworkException;
import dev.zograf.runtime.onednn.OneDnnBackend;
import dev.zograf.tensor.Interpreter;
import dev.zograf.tensor.Op;
import dev.zograf.tensor.TensorGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each operator computed by oneDNN and by the {@link Interpreter}, on the cases that ONNX Runtime is held to. */
class OneDnnOperatorsTest {

    private static final int ROUNDS = 3;
    private static final OneDnnBackend BACKEND = new OneDnnBackend();

    @TestFactory
    List<DynamicTest> agreeInFullPrecision() {
        return tests(Precision.FLOAT32, 2e-6, 2e-5);
    }

    @TestFactory
    List<DynamicTest> agreeInBfloat16() {
        Assumptions.assumeTrue(BACKEND.obstacle(Precision.BFLOAT16).isEmpty(), "no instructions for bfloat16");
        return tests(Precision.BFLOAT16, 0.06, 0.03);
    }

    private static List<DynamicTest> tests(Precision precision, double absolute, double relative) {
        List<DynamicTest> tests = new ArrayList<>();
        OperatorsTest.CASES.forEach((op, cases) -> {
            for (int c = 0; c < cases.size(); c++) {
                OperatorsTest.Case each = cases.get(c);
                int number = c;
                tests.add(DynamicTest.dynamicTest(op + " " + c, () -> {
                    for (int round = 0; round < ROUNDS; round++) {
                        compare(op, each, 100L * number + round, precision, absolute, relative);
                    }
                }));
            }
        });
        return tests;
    }

    private static void compare(
            Op op, OperatorsTest.Case each, long seed, Precision precision, double absolute, double relative) {
        OperatorsTest.Trial trial = new OperatorsTest.Trial(seed, new TensorGraph());
        trial.graph.output("out", each.build(trial));
        FloatTensor wanted = Interpreter.run(trial.graph, trial.inputs).get("out");
        FloatTensor got;
        try (LoadedNetwork network =
                BACKEND.prepare(op.name(), trial.graph, precision).load()) {
            got = network.run(trial.inputs, Set.of("out"), false, Cancellation.never())
                    .get("out");
        } catch (UnsupportedNetworkException e) {
            // Said before anything is computed, so that another backend takes the network.
            assertThat(e).hasMessageContaining("does not compute");
            Assumptions.abort(e.getMessage());
            return;
        }
        assertThat(got.shape()).isEqualTo(wanted.shape());
        for (int i = 0; i < got.size(); i++) {
            assertThat((double) got.at(i))
                    .as("%s, seed %d, entry %d of %s", op, seed, i, wanted)
                    .isCloseTo(
                            wanted.at(i),
                            org.assertj.core.data.Offset.offset(absolute + relative * Math.abs(wanted.at(i))));
        }
    }
}
