package dev.zograf.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.tensor.DType;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkingMemoryTest {

    private static final Map<String, int[]> SIDE = Map.of("x", new int[] {100});

    private static TensorGraph graph() {
        return new TensorGraph();
    }

    @Test
    void countsWhatLivesAtOneTime() {
        TensorGraph graph = graph();
        Tensor x = graph.input("x", DType.F32, "n");
        Tensor square = x.reshape(x.dim(0), 1).times(x);
        Tensor rows = square.matmul(square).max();
        graph.output("out", rows);
        // x, both squares; the rows come when the first square has gone.
        assertThat(WorkingMemory.of(graph).bytes(SIDE)).isEqualTo(4 * (100 + 2 * 100 * 100));
        assertThat(WorkingMemory.of(graph).outputs(SIDE).get("out")).containsExactly(100, 1);
    }

    @Test
    void writesOverWhatNobodyReadsAnyMore() {
        TensorGraph graph = graph();
        Tensor x = graph.input("x", DType.F32, "n");
        Tensor square = x.reshape(x.dim(0), 1).times(x);
        graph.output("out", square.exp().exp().exp());
        assertThat(WorkingMemory.of(graph).bytes(SIDE)).isEqualTo(4 * (100 + 100 * 100));

        TensorGraph read = graph();
        Tensor y = read.input("x", DType.F32, "n");
        Tensor again = y.reshape(y.dim(0), 1).times(y);
        read.output("out", again.exp().times(again));
        assertThat(WorkingMemory.of(read).bytes(SIDE)).isEqualTo(4 * (100 + 2 * 100 * 100));
    }

    @Test
    void doesNotCountWhatNoOutputNeeds() {
        TensorGraph graph = graph();
        Tensor x = graph.input("x", DType.F32, "n");
        Tensor unused = x.reshape(x.dim(0), 1).times(x);
        assertThat(unused.shape().rank()).isEqualTo(2);
        graph.output("out", x.plus(1));
        assertThat(WorkingMemory.of(graph).bytes(SIDE)).isLessThanOrEqualTo(4 * 200);
    }

    @Test
    void wantsTheShapesOfAllInputs() {
        TensorGraph graph = graph();
        graph.output("out", graph.input("x", DType.F32, "n").plus(1));
        assertThatThrownBy(() -> WorkingMemory.of(graph).bytes(Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("The input x is [n], not there");
    }
}
