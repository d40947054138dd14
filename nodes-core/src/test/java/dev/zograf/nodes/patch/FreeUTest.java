package dev.zograf.nodes.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.zograf.api.model.Denoiser;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.EditedNetwork;
import dev.zograf.tensor.Interpreter;
import dev.zograf.tensor.NetworkDefinition;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weights;
import dev.zograf.testkit.NodeHarness;
import dev.zograf.testkit.fake.FakeWeights;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Numbers are those of diffusers 0.42, {@code apply_freeu}, and for the features of the final version those of its formula in PyTorch. */
class FreeUTest {

    private static final double[] SKIP = {
        0.505328, 0.268436, 0.118995, -0.005441, -0.197841, -0.477277, -0.533827, -0.599453, -0.602545, -0.627985,
        -0.690664, -0.718469, -0.702121, -0.483629, -0.305697, -0.167737, -0.005599, 0.233626, 0.254765, 0.407895,
        0.484195, 0.563047, 0.682586, 0.795404, 0.720901, 0.539275, 0.377493, 0.277864, 0.18228, -0.001367
    };
    private static final double[] EVEN = {0.0, 1.012523, 1.888006, 2.507956, 2.788466, 2.691571};
    private static final double[] ADAPTIVE = {
        0.0, 0.816094, 1.619802, 2.281622, 2.661367, 2.653607, 2.230208, 1.459399, 0.490827, -0.488403
    };

    /** One place where features and a skip meet. */
    private record Joint() implements NetworkDefinition {
        @Override
        public String name() {
            return "joint";
        }

        @Override
        public void build(TensorGraph graph, Weights w) {
            Tensor x = graph.input("x", DType.F32, "batch", 2, "height", "width");
            Tensor skip = graph.input("skip", DType.F32, "batch", 2, "height", "width");
            List<Tensor> joined = graph.hook("up_blocks.0.resnets.0.input", List.of(x, skip), List.of());
            graph.output("x", joined.get(0));
            graph.output("skip", joined.get(1));
        }
    }

    private static Map<String, FloatTensor> run(boolean adaptive) {
        TensorGraph graph = new TensorGraph();
        new EditedNetwork(new Joint(), List.of(new FreeUEdit(adaptive, 0)))
                .build(graph, Weights.of(FakeWeights.of(Map.of())));
        assertThat(graph.problems()).isEmpty();
        float[] x = new float[60];
        float[] skip = new float[60];
        for (int i = 0; i < 60; i++) {
            x[i] = (float) (2 * Math.sin(0.37 * i));
            skip[i] = (float) Math.cos(0.23 * i + 1);
        }
        return Interpreter.run(
                graph,
                Map.of(
                        "x", FloatTensor.of(x, 1, 2, 5, 6),
                        "skip", FloatTensor.of(skip, 1, 2, 5, 6),
                        "edit.0.b1", FloatTensor.of(new float[] {1.4f}, 1),
                        "edit.0.b2", FloatTensor.of(new float[] {9}, 1),
                        "edit.0.s1", FloatTensor.of(new float[] {0.3f}, 1),
                        "edit.0.s2", FloatTensor.of(new float[] {9}, 1)));
    }

    private static void assertClose(FloatTensor made, double[] expected) {
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) made.at(i)).as("number " + i).isCloseTo(expected[i], offset(2e-6));
        }
    }

    @Test
    void isThatOfDiffusers() {
        Map<String, FloatTensor> made = run(false);
        assertClose(made.get("x"), EVEN);
        assertClose(made.get("skip"), SKIP);
        assertThat((double) made.get("x").at(30)).isCloseTo(2 * Math.sin(11.1), offset(1e-6));
    }

    @Test
    void growsFeaturesWhereTheyAreStrong() {
        assertClose(run(true).get("x"), ADAPTIVE);
    }

    private static FloatTensor predict(Denoiser model) throws Exception {
        return GuidanceTest.sample(model, "steps", 1);
    }

    @Test
    void changesTheLayersOfItsWidths() throws Exception {
        Denoiser model = TinyDenoiser.create();
        FloatTensor plain = predict(model);
        FloatTensor byWidth =
                predict(NodeHarness.of(new FreeU()).run(Map.of("model", model)).model());
        FloatTensor byBlock = predict(NodeHarness.of(new FreeU())
                .run(Map.of("model", model, "layers", "blocks"))
                .model());
        FloatTensor neutral = predict(NodeHarness.of(new FreeU())
                .run(Map.of("model", model, "b1", 1, "b2", 1, "s1", 1, "s2", 1))
                .model());
        assertThat(byWidth.toArray()).isNotEqualTo(plain.toArray());
        assertThat(byBlock.toArray()).isNotEqualTo(byWidth.toArray());
        for (int i = 0; i < plain.size(); i++) {
            assertThat(neutral.at(i)).isCloseTo(plain.at(i), offset(1e-4f));
        }
    }
}
