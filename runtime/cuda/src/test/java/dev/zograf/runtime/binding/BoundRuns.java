package dev.zograf.runtime.binding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** What tests of bound sessions run, and how they compare. */
final class BoundRuns {

    static final Set<String> OUT = Set.of("out");

    private BoundRuns() {}

    static FloatTensor normal(long seed, int... shape) {
        Random random = new Random(seed);
        int size = 1;
        for (int dim : shape) {
            size *= dim;
        }
        float[] numbers = new float[size];
        for (int i = 0; i < size; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return FloatTensor.wrap(numbers, shape);
    }

    static Map<String, HostTensor> inputs(long seed, int side, FloatTensor text) {
        return Map.of(
                "sample",
                normal(seed, 2, 4, side, side),
                "timestep",
                FloatTensor.of(new float[] {seed, seed}, 2),
                "text",
                text);
    }

    static void same(Map<String, FloatTensor> got, Map<String, FloatTensor> wanted) {
        assertThat(got.keySet()).isEqualTo(wanted.keySet());
        wanted.forEach((name, tensor) -> {
            assertThat(got.get(name).shape()).isEqualTo(tensor.shape());
            assertThat(got.get(name).toArray()).isEqualTo(tensor.toArray());
        });
    }

    static TensorGraph sum() {
        TensorGraph graph = new TensorGraph();
        Tensor x = graph.input("x", DType.F32, "n", "m");
        graph.output("out", x.plus(graph.input("y", DType.F32, "n", "m")));
        return graph;
    }
}
