package dev.zograf.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.IntTensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TokensTest {

    private final TensorGraph graph = new TensorGraph();
    private final Tensor x = graph.input("x", DType.F32, "batch", "tokens", 2);

    @Test
    void theShapesSayWhatIsChosen() {
        Tensor some = graph.input("some", DType.I32, "batch", "some");
        Tensor tiles = graph.input("tiles", DType.I32, "tiles", "each");
        assertThat(Tokens.gather(x, 1, tiles).shape()).hasToString("[batch, tiles, each, 2]");
        assertThat(Tokens.take(x, some).shape()).hasToString("[batch, some, 2]");
        assertThat(Tokens.argMax(x).shape()).hasToString("[batch, tokens]");
        assertThat(Tokens.argMax(x).dtype()).isEqualTo(DType.I32);
        assertThat(Tokens.argSort(x, true).shape()).isEqualTo(x.shape());
        assertThatThrownBy(() -> Tokens.take(x, tiles))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[tiles, each]");
        assertThatThrownBy(() -> Tokens.add(x, some, x)).hasMessageContaining("The rows [batch, tokens, 2]");
    }

    @Test
    void rowsThatGoToTheSameTokenAddUp() {
        Tensor at = graph.input("at", DType.I32, "batch", "rows");
        Tensor rows = graph.input("rows", DType.F32, "batch", "rows", 2);
        graph.output("sum", Tokens.add(x, at, rows));
        FloatTensor sum = Interpreter.run(
                        graph,
                        Map.of(
                                "x", FloatTensor.of(new float[] {1, 2, 3, 4}, 1, 2, 2),
                                "at", IntTensor.of(new int[] {1, 0, 1}, 1, 3),
                                "rows", FloatTensor.of(new float[] {10, 20, 30, 40, 50, 60}, 1, 3, 2)))
                .get("sum");
        assertThat(sum.toArray()).containsExactly(31, 42, 63, 84);
    }
}
