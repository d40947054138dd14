package dev.zograf.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TensorGraphTest {

    private final TensorGraph graph = new TensorGraph();

    private static Weights weights(Map<String, long[]> shapes) {
        Map<String, long[]> all = new TreeMap<>(shapes);
        return Weights.of(new WeightSource() {
            @Override
            public Optional<Weight> find(String name) {
                return Optional.ofNullable(all.get(name))
                        .map(shape -> Weight.of(name, DType.F16, shape, new WeightStorage.InMemory(() -> {
                            throw new AssertionError("Building a graph reads no weights.");
                        })));
            }

            @Override
            public NavigableSet<String> names() {
                return new TreeSet<>(all.keySet());
            }

            @Override
            public String file() {
                return "test";
            }

            @Override
            public String fingerprint() {
                return "test";
            }
        });
    }

    @Test
    void shapesAreInferredWithSymbols() {
        Weights w = weights(Map.of(
                "conv.weight", new long[] {8, 4, 3, 3}, "conv.bias", new long[] {8}, "fc.weight", new long[] {6, 8}));
        Tensor x = graph.input("x", DType.F32, "batch", 4, "height", "width");
        Tensor h = Nn.conv(x, w.at("conv"));
        assertThat(h.shape()).hasToString("[batch, 8, height, width]");
        Tensor tokens = h.reshape(h.dim(0), h.dim(1), h.dim(2).times(h.dim(3))).permute(0, 2, 1);
        assertThat(tokens.shape()).hasToString("[batch, height*width, 8]");
        assertThat(Nn.projection(tokens, w.at("fc")).dim(-1)).isEqualTo(Dim.of(6));
        Tensor half =
                Nn.conv(h, graph.weight(w.at("conv"), "weight").slice(1, 0, 4), Optional.empty(), 2, new int[4], 1, 2);
        assertThat(half.dim(2)).isNotEqualTo(h.dim(2));
        assertThat(half.upsample(2).resizeLike(h).plus(h).shape()).isEqualTo(h.shape());
        assertThat(graph.problems()).isEmpty();
    }

    @Test
    void everyMistakeOfACheckpointIsNamedOnce() {
        Weights w = weights(Map.of(
                "a.weight", new long[] {8, 5, 3, 3},
                "a.bias", new long[] {8},
                "n.weight", new long[] {7},
                "n.bias", new long[] {8},
                "extra.weight", new long[] {1}));
        Tensor x = graph.input("x", DType.F32, 1, 4, 16, 16);
        Tensor h = Nn.groupNorm(Nn.conv(x, w.at("a")), w.at("n"), 4, 1e-5);
        h = Nn.conv(Nn.conv(h, w.at("b")), w.at("c"));
        graph.output("y", h);
        graph.requireAllUsed(w);
        assertThat(graph.problems())
                .containsExactly(
                        "a.weight has the shape [8, 5, 3, 3] where [8, 4, 3, 3] is needed",
                        "n.weight has the shape [7] where [8] is needed",
                        "b.weight is missing",
                        "b.bias is missing",
                        "c.weight is missing",
                        "c.bias is missing",
                        "extra.weight is in the file, but the configuration has no place for it");
    }

    @Test
    void scopesKnowWhatTheyHold() {
        Weights w = weights(Map.of(
                "up.0.conv.weight",
                new long[1],
                "up.1.conv.weight",
                new long[1],
                "up.10.conv.weight",
                new long[1],
                "upper",
                new long[1]));
        assertThat(w.all("up")).hasSize(2);
        assertThat(w.at("up").has("10")).isTrue();
        assertThat(w.at("up").has("100")).isFalse();
        assertThat(w.at("up").names()).containsExactly("up.0.conv.weight", "up.1.conv.weight", "up.10.conv.weight");
        assertThat(w.at("up", 1).path()).isEqualTo("up.1");
        assertThat(w.has("up")).isTrue();
    }

    @Test
    void mistakesOfTheAuthorThrowAtOnce() {
        Tensor x = graph.input("x", DType.F32, 1, 2);
        assertThatThrownBy(() -> graph.input("x", DType.F32, 1)).hasMessageContaining("x");
        assertThatThrownBy(() -> x.permute(0, 1, 2)).hasMessageContaining("[1, 2]");
        Tensor stranger = new TensorGraph().input("y", DType.F32, 1, 2);
        assertThatThrownBy(() -> x.plus(stranger)).hasMessageContaining("another graph");
    }

    @Test
    void dimsAreProductsOfSymbols() {
        Dim h = Dim.symbol("h");
        Dim w = Dim.symbol("w");
        assertThat(h.times(w).times(2)).isEqualTo(w.times(2).times(h)).hasToString("2*h*w");
        assertThat(h.times(4).over(2)).isEqualTo(h.times(2));
        assertThat(h.plus(h)).isEqualTo(h.times(2));
        assertThat(h.convolved(3, 1, 2, 1)).isEqualTo(h);
        assertThat(h.convolved(3, 2, 2, 1))
                .isEqualTo(Dim.symbol("h").convolved(3, 2, 2, 1))
                .isNotEqualTo(h);
        assertThat(Dim.of(5).convolved(3, 2, 2, 1)).isEqualTo(Dim.of(3));
        assertThatThrownBy(h::fixed).hasMessageContaining("h");
    }
}
