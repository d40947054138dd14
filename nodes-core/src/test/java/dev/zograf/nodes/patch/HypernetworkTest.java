package dev.zograf.nodes.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.models.HypernetworkEdit;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.EditedNetwork;
import dev.zograf.tensor.Interpreter;
import dev.zograf.tensor.NetworkDefinition;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightStorage;
import dev.zograf.tensor.Weights;
import dev.zograf.testkit.NodeHarness;
import dev.zograf.testkit.fake.FakeCheckpoint;
import dev.zograf.testkit.fake.FakeModels;
import dev.zograf.testkit.fake.FakeWeights;
import dev.zograf.testkit.fake.GivenWeights;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers are those of the formula in PyTorch: {@code x + 0.5 * Sequential(Linear, activation, LayerNorm, Linear, activation?)(x)}. */
class HypernetworkTest {

    private static final double[] KEYS = {0.441474, -0.455767, 0.548407, 0.986103, -0.159462, 0.517897};
    private static final double[] VALUES = {1.108147, -0.379097, 0.4303, 1.627446, -0.10274, 0.434183};
    private static final double[] KEYS_OF_SWISH = {0.464469, 0.614533, 0.774825, 0.991702, 0.887288, 0.78505};
    private static final double[] VALUES_OF_SWISH = {0.967725, 0.607251, 0.760142, 1.484864, 0.882132, 0.777427};

    /** What is looked at by an attention of width 3 and by one of width 2. */
    private record Places() implements NetworkDefinition {
        @Override
        public String name() {
            return "places";
        }

        @Override
        public void build(TensorGraph graph, Weights w) {
            for (int width = 2; width <= 3; width++) {
                Tensor x = graph.input("x" + width, DType.F32, "batch", "tokens", width);
                List<Tensor> both = graph.hook("attn" + width + ".context", List.of(x, x), List.of());
                graph.output("k" + width, both.get(0));
                graph.output("v" + width, both.get(1));
            }
        }
    }

    private static float[] numbers(double from, int count) {
        float[] out = new float[count];
        for (int i = 0; i < count; i++) {
            out[i] = (float) Math.sin(0.3 * i + from);
        }
        return out;
    }

    private static void add(Map<String, Weight> to, String name, double from, long... shape) {
        int count = (int) (shape.length == 1 ? shape[0] : shape[0] * shape[1]);
        ByteBuffer bytes = ByteBuffer.allocateDirect(4 * count).order(ByteOrder.LITTLE_ENDIAN);
        for (float number : numbers(from, count)) {
            bytes.putFloat(number);
        }
        bytes.flip();
        to.put(name, Weight.of(name, DType.F32, shape, new WeightStorage.InMemory(() -> bytes)));
    }

    private static Weights file() {
        Map<String, Weight> all = new TreeMap<>();
        for (int half = 0; half < 2; half++) {
            double from = half == 0 ? 0.1 : 0.7;
            String at = "3." + half + ".linear.";
            add(all, at + "0.weight", from, 6, 3);
            add(all, at + "0.bias", from + 1, 6);
            add(all, at + "2.weight", from + 2, 6);
            add(all, at + "2.bias", from + 3, 6);
            add(all, at + "3.weight", from + 4, 3, 6);
            add(all, at + "3.bias", from + 5, 3);
        }
        return Weights.of(GivenWeights.of(all));
    }

    private static void assertClose(FloatTensor made, double[] expected) {
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) made.at(i)).as("number " + i).isCloseTo(expected[i], offset(2e-6));
        }
    }

    private static Map<String, FloatTensor> run(String activation, boolean activatesLast) {
        TensorGraph graph = new TensorGraph();
        new EditedNetwork(new Places(), List.of(new HypernetworkEdit(file(), activation, activatesLast)))
                .build(graph, Weights.of(FakeWeights.of(Map.of())));
        assertThat(graph.problems()).isEmpty();
        return Interpreter.run(
                graph,
                Map.of(
                        "x2", FloatTensor.of(numbers(0, 4), 1, 2, 2),
                        "x3", FloatTensor.of(numbers(0.5, 6), 1, 2, 3),
                        "edit.0.strength", FloatTensor.of(new float[] {0.5f}, 1)));
    }

    @Test
    void keysAndValuesAreMadeOfWhatItsPerceptronsChange() {
        Map<String, FloatTensor> made = run("relu", false);
        assertClose(made.get("k3"), KEYS);
        assertClose(made.get("v3"), VALUES);
        Map<String, FloatTensor> swish = run("swish", true);
        assertClose(swish.get("k3"), KEYS_OF_SWISH);
        assertClose(swish.get("v3"), VALUES_OF_SWISH);
    }

    @Test
    void otherWidthsStayAsTheyAre() {
        assertThat(run("relu", false).get("k2").toArray()).isEqualTo(numbers(0, 4));
    }

    private static FloatTensor painted(FakeWeights file, double strength) throws Exception {
        FakeModels models = new FakeModels().with("hypernetworks", new FakeCheckpoint("style").withWeights("", file));
        Denoiser model = NodeHarness.of(new ApplyHypernetwork(models))
                .run(Map.of("model", TinyDenoiser.create(), "hypernetwork", "style", "strength", strength))
                .model();
        return GuidanceTest.sample(model, "steps", 1);
    }

    @Test
    void changesAModelWhereItLooksAtTexts() throws Exception {
        FakeWeights old = FakeWeights.of(Map.of(
                "6.0.linear1.weight", new long[] {12, 6},
                "6.0.linear1.bias", new long[] {12},
                "6.0.linear2.weight", new long[] {6, 12},
                "6.0.linear2.bias", new long[] {6},
                "6.1.linear1.weight", new long[] {12, 6},
                "6.1.linear2.weight", new long[] {6, 12}));
        FloatTensor plain = GuidanceTest.sample(TinyDenoiser.create(), "steps", 1);
        assertThat(painted(old, 0).toArray()).isEqualTo(plain.toArray());
        assertThat(painted(old, 1).toArray()).isNotEqualTo(plain.toArray());
        assertThat(painted(old, -1).toArray()).isNotEqualTo(painted(old, 1).toArray());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "6.0.linear.0.weight | 6 | 5 | 6.0.linear.0.weight does not take the 6 numbers before it.",
                "6.0.linear.0.weight | 5 | 6 | The layers of 6.0 end with 5 numbers, not with 6.",
                "lora_unet.weight | 6 | 6 | It is no hypernetwork: these have tensors such as 768.0.linear.0.weight, and this one has lora_unet.weight."
            })
    void whatDoesNotFitIsRefused(String name, long rows, long columns, String message) {
        Weights weights = Weights.of(FakeWeights.of(Map.of(name, new long[] {rows, columns})));
        assertThatThrownBy(() -> new HypernetworkEdit(weights, "relu", false))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining(message);
    }

    @Test
    void anActivationThatIsNotKnownIsRefused() {
        assertThatThrownBy(() -> new HypernetworkEdit(file(), "mish", false))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining(
                        "A hypernetwork with the activation mish is not supported; supported are leakyrelu, linear, relu, sigmoid, swish, tanh.");
    }
}
