package dev.zograf.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.value.FloatTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class EditedNetworkTest {

    /** {@code fc(x)} with weights of one file, doubled where an edit says so. */
    private record Line() implements NetworkDefinition {
        @Override
        public String name() {
            return "line";
        }

        @Override
        public void build(TensorGraph graph, Weights w) {
            Tensor x = graph.input("x", DType.F32, "batch", 2);
            graph.output("out", Nn.linearWithoutBias(x, w.at("fc"), 1));
        }
    }

    /** Adds the same layer of another file to each linear layer, scaled by an input. */
    private record Beside(Weights weights) implements GraphEdit {
        @Override
        public void apply(Hooks hooks) {
            Tensor scale = hooks.input("scale", DType.F32, 1);
            hooks.at(
                    "fc",
                    Hook.value((out, context) -> out.plus(Nn.linearWithoutBias(context.get(0), weights.at("fc"), 1)
                            .times(scale))));
        }
    }

    private static Weights file(String name, float a, float b) {
        return Weights.of(new WeightSource() {
            @Override
            public Optional<Weight> find(String wanted) {
                return wanted.equals("fc.weight")
                        ? Optional.of(Weight.of(
                                wanted,
                                DType.F32,
                                new long[] {1, 2},
                                new WeightStorage.InMemory(() -> ByteBuffer.allocateDirect(8)
                                        .order(ByteOrder.LITTLE_ENDIAN)
                                        .putFloat(a)
                                        .putFloat(b)
                                        .flip())))
                        : Optional.empty();
            }

            @Override
            public NavigableSet<String> names() {
                return new TreeSet<>(List.of("fc.weight"));
            }

            @Override
            public String file() {
                return name;
            }

            @Override
            public String fingerprint() {
                return name;
            }
        });
    }

    private static FloatTensor run(NetworkDefinition network, Map<String, FloatTensor> inputs) {
        TensorGraph graph = new TensorGraph();
        network.build(graph, file("base", 1, 10));
        assertThat(graph.problems()).isEmpty();
        return Interpreter.run(graph, inputs).get("out");
    }

    @Test
    void editsAreComposedInOrderEachWithInputsOfItsOwn() {
        FloatTensor x = FloatTensor.of(new float[] {1, 2}, 1, 2);
        GraphEdit first = new Beside(file("first", 100, 0));
        GraphEdit second = new Beside(file("second", 0, 1000));
        NetworkDefinition edited = EditedNetwork.of(EditedNetwork.of(new Line(), List.of(first)), List.of(second));

        assertThat(edited).isEqualTo(new EditedNetwork(new Line(), List.of(first, second)));
        assertThat(run(new Line(), Map.of("x", x)).at(0)).isEqualTo(21);
        FloatTensor out = run(
                edited,
                Map.of(
                        "x",
                        x,
                        EditedNetwork.name(0, "scale"),
                        FloatTensor.of(new float[] {2}, 1),
                        EditedNetwork.name(1, "scale"),
                        FloatTensor.of(new float[] {-1}, 1)));
        assertThat(out.at(0)).isEqualTo(21 + 2 * 100 - 2 * 1000);
    }

    @Test
    void whatAnEditWritesOffersNoPlaces() {
        int[] calls = {0};
        GraphEdit counts = hooks -> hooks.where(place -> true, (place, values, context) -> {
            calls[0]++;
            Nn.linearWithoutBias(context.get(0), file("other", 1, 1).at("fc"), 1);
            return values;
        });
        new EditedNetwork(new Line(), List.of(counts)).build(new TensorGraph(), file("base", 1, 1));
        assertThat(calls[0]).isEqualTo(1);
    }

    @Test
    void aHookThatLosesAValueIsRefused() {
        GraphEdit loses = hooks -> hooks.at("fc", (place, values, context) -> List.of());
        assertThatThrownBy(() ->
                        new EditedNetwork(new Line(), List.of(loses)).build(new TensorGraph(), file("base", 1, 1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The hook at fc gave 0 values for 1.");
    }

    /** Adds the layer of another file, whose places are offered to a doubling of its own and not to the edits of the network. */
    private record Nested(Weights weights) implements GraphEdit {
        @Override
        public void apply(Hooks hooks) {
            assertThat(hooks.network()).isEqualTo(new Line());
            hooks.at(
                    "fc",
                    Hook.value((out, context) -> out.plus(hooks.nested(
                            second -> second.at("fc", Hook.value((inner, its) -> inner.times(2))),
                            () -> Nn.linearWithoutBias(context.get(0), weights.at("fc"), 1)))));
        }
    }

    private record Tenfold() implements GraphEdit {
        @Override
        public void apply(Hooks hooks) {
            hooks.at("fc", Hook.value((out, context) -> out.times(10)));
        }
    }

    @Test
    void aSecondNetworkHasEditsOfItsOwn() {
        Map<String, FloatTensor> x = Map.of("x", FloatTensor.of(new float[] {1, 1}, 1, 2));
        GraphEdit nested = new Nested(file("other", 2, 3));
        // 11 of its own and twice 5 of the other, and all of it ten times.
        assertThat(run(EditedNetwork.of(new Line(), List.of(nested, new Tenfold())), x)
                        .at(0))
                .isEqualTo(210);
        assertThat(run(EditedNetwork.of(new Line(), List.of(new Tenfold(), nested)), x)
                        .at(0))
                .isEqualTo(120);
    }
}
