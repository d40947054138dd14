package dev.zograf.nodes.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.nodes.latent.Interpolation;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.EditedNetwork;
import dev.zograf.tensor.Interpreter;
import dev.zograf.tensor.NetworkDefinition;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weights;
import dev.zograf.testkit.NodeHarness;
import dev.zograf.testkit.Samples;
import dev.zograf.testkit.fake.FakeWeights;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DeepShrinkTest {

    /** One part of the way down, and where it meets its skip again. */
    private record Way() implements NetworkDefinition {
        @Override
        public String name() {
            return "way";
        }

        @Override
        public void build(TensorGraph graph, Weights w) {
            Tensor x = graph.input("x", DType.F32, "batch", 2, "height", "width");
            Tensor skip = graph.hook("input_blocks.4", x);
            Tensor next = graph.hook("input_blocks.4.next", skip);
            List<Tensor> joined = graph.hook("up_blocks.0.resnets.0.input", List.of(next, skip), List.of());
            List<Tensor> again = graph.hook("up_blocks.0.resnets.1.input", List.of(joined.get(0), x), List.of());
            graph.output("next", next);
            graph.output("joined", joined.get(0));
            graph.output("skip", joined.get(1));
            graph.output("again", again.get(0));
        }
    }

    private static Map<String, FloatTensor> run(boolean afterSkip, Interpolation method, FloatTensor x) {
        TensorGraph graph = new TensorGraph();
        new EditedNetwork(new Way(), List.of(new DeepShrinkEdit(4, afterSkip)))
                .build(graph, Weights.of(FakeWeights.of(Map.of())));
        assertThat(graph.problems()).isEmpty();
        Map<String, FloatTensor> inputs = new HashMap<>(Map.of("x", x));
        DeepShrink.matrices(method, method, new int[] {5, 7}, new int[] {3, 4})
                .forEach((name, matrix) -> inputs.put("edit.0." + name, (FloatTensor) matrix));
        return Interpreter.run(graph, inputs);
    }

    private static void assertSame(FloatTensor made, FloatTensor expected) {
        assertClose(made, expected, 1e-5f);
    }

    private static void assertClose(FloatTensor made, FloatTensor expected, float most) {
        assertThat(made.shape()).isEqualTo(expected.shape());
        for (int i = 0; i < made.size(); i++) {
            assertThat(made.at(i)).as("number " + i).isCloseTo(expected.at(i), offset(most));
        }
    }

    /** Both ways are the resizing that the method names, and go back to the size of the first skip that has another. */
    @ParameterizedTest
    @EnumSource(value = Interpolation.class, names = "BISLERP", mode = EnumSource.Mode.EXCLUDE)
    void resizesDownAndUpAgain(Interpolation method) {
        FloatTensor x = Samples.normal(3, 2, 2, 5, 7);
        FloatTensor small = method.resize(x, 3, 4);
        FloatTensor large = method.resize(small, 5, 7);

        Map<String, FloatTensor> after = run(true, method, x);
        assertSame(after.get("next"), small);
        assertSame(after.get("skip"), x);
        assertSame(after.get("joined"), large);
        assertSame(after.get("again"), large);
        Map<String, FloatTensor> before = run(false, method, x);
        assertSame(before.get("next"), small);
        assertSame(before.get("skip"), small);
        assertSame(before.get("joined"), small);
        assertSame(before.get("again"), large);
    }

    private static FloatTensor predict(Map<String, Object> settings) throws Exception {
        Map<String, Object> in = new HashMap<>(settings);
        in.put("model", TinyDenoiser.create());
        Denoiser shrunk = NodeHarness.of(new DeepShrink()).run(in).model();
        return GuidanceTest.sample(shrunk, "steps", 2);
    }

    /** A factor of 1 changes nothing wherever it is, nor does any outside of its range; another does. */
    @ParameterizedTest
    @CsvSource({"1, true", "1, false", "2, true", "2, false", "3, true", "3, false", "5, true", "5, false"})
    void runsBehindEachPartOfTheWayDown(int block, boolean afterSkip) throws Exception {
        FloatTensor plain = GuidanceTest.sample(TinyDenoiser.create(), "steps", 2);

        assertClose(predict(Map.of("block", block, "afterSkip", afterSkip, "factor", 1)), plain, 1e-3f);
        assertSame(predict(Map.of("block", block, "afterSkip", afterSkip, "start", 0.99, "end", 0.995)), plain);
        FloatTensor shrunk = predict(Map.of("block", block, "afterSkip", afterSkip, "factor", 1.7, "end", 1));
        assertThat(shrunk.shape()).isEqualTo(plain.shape());
        assertThat(shrunk.toArray()).isNotEqualTo(plain.toArray());
    }

    @Test
    void namesThePartsThatThereAre() {
        assertThatThrownBy(() -> predict(Map.of("block", 9)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("the parts 1 to 5");
    }

    private static FloatTensor twice(double end, double start) throws Exception {
        Denoiser once = NodeHarness.of(new DeepShrink())
                .run(Map.of("model", TinyDenoiser.create(), "block", 1, "end", end))
                .model();
        Denoiser again = NodeHarness.of(new DeepShrink())
                .run(Map.of("model", once, "block", 3, "start", start, "end", 1))
                .model();
        return GuidanceTest.sample(again, "steps", 2);
    }

    @Test
    void twoMayFollowEachOtherButNotMeet() throws Exception {
        assertThat(twice(0.3, 0.31).shape())
                .isEqualTo(
                        GuidanceTest.sample(TinyDenoiser.create(), "steps", 2).shape());
        assertThatThrownBy(() -> twice(1, 0)).hasMessageContaining("ranges (start, end) that do not overlap");
    }
}
