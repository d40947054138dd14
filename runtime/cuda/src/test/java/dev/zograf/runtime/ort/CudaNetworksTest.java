package dev.zograf.runtime.ort;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.api.Cancellation;
import dev.zograf.api.model.Precision;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.runtime.cuda.PresetsProbe;
import dev.zograf.runtime.network.Device;
import dev.zograf.runtime.network.LoadedNetwork;
import dev.zograf.runtime.network.NetworkOptions;
import dev.zograf.runtime.network.Optimization;
import dev.zograf.tensor.Interpreter;
import dev.zograf.tensor.Op;
import dev.zograf.tensor.TensorGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The first CUDA device computes what the processor does, on the cases to which every backend is held, and gives its memory back. */
@Tag("gpu")
class CudaNetworksTest {

    private static final Device FIRST = new Device(Device.Kind.CUDA, 0);
    private static final double ABSOLUTE = 1e-5;
    private static final double RELATIVE = 1e-4;
    private static final long SLACK = 64L << 20;

    private static OrtBackend backend() {
        return new OrtBackend(new NetworkOptions(FIRST, 1, Optimization.AUTO, Precision.AUTO, 1 << 30));
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
