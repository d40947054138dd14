package dev.zograf.nodes.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Models;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.runtime.model.BundledModels;
import dev.zograf.runtime.model.ModelRoots;
import dev.zograf.tensor.WeightData;
import dev.zograf.tensor.Weights;
import dev.zograf.testkit.NodeHarness;
import dev.zograf.testkit.Samples;
import dev.zograf.testkit.fake.FakeWeights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbeTest {

    private static final Models MODELS = new ModelRoots(List.of(), new BundledModels(ProbeTest.class.getClassLoader()));

    private static FloatTensor cloud(long seed, int count, int width, double centre) {
        Random random = new Random(seed);
        float[] out = new float[count * width];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) (random.nextGaussian() + (i % width < 3 ? centre : 0));
        }
        return FloatTensor.wrap(out, count, width);
    }

    private static Probe fit() throws Exception {
        return NodeHarness.of(new FitProbe())
                .run(Map.of("positive", cloud(1, 30, 40, 2), "negative", cloud(2, 90, 40, -2), "penalty", 0.01))
                .probe();
    }

    @Test
    void separatesWhatItHasNotSeen() throws Exception {
        Probe probe = fit();

        assertThat(NodeHarness.of(new ApplyProbe())
                        .run(Map.of("probe", probe, "embedding", cloud(3, 50, 40, 2)))
                        .count())
                .isGreaterThanOrEqualTo(48);
        assertThat(NodeHarness.of(new ApplyProbe())
                        .run(Map.of("probe", probe, "embedding", cloud(4, 50, 40, -2)))
                        .count())
                .isLessThanOrEqualTo(2);
    }

    @Test
    void theSameExamplesGiveTheSameNumbers() throws Exception {
        assertThat(fit().weights()).containsExactly(fit().weights());
    }

    @Test
    void isWhereTheGradientVanishes() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            double[][] examples = new double[7][4];
            boolean[] labels = new boolean[7];
            for (int i = 0; i < labels.length; i++) {
                labels[i] = i < 3;
                examples[i] = random.doubles(4, -3, 3).toArray();
            }
            LogisticRegression problem = new LogisticRegression(examples, labels, 0.001);
            Probe probe = problem.fit();
            double[] at = Arrays.copyOf(probe.weights(), 5);
            at[4] = probe.bias();

            assertThat(problem.gradient(at)).containsExactly(new double[5], within(1e-8));
        }
    }

    @Test
    void survivesItsFile(@TempDir Path folder) throws Exception {
        Probe probe = fit();
        NodeHarness.of(new SaveProbe()).output(folder).run(Map.of("probe", probe, "name", "cat"));

        Probe read = NodeHarness.of(new LoadProbe(MODELS))
                .input(folder)
                .run(Map.of("file", "cat.safetensors"))
                .probe();

        assertThat(read.weights()).containsExactly(probe.weights(), within(1e-5));
        assertThat(read.bias()).isCloseTo(probe.bias(), within(1e-5));
    }

    @Test
    void embeddingsSurviveTheirFile(@TempDir Path folder) throws Exception {
        FloatTensor rows = Samples.normal(1, 5, 7);
        NodeHarness.of(new SaveEmbedding()).output(folder).run(Map.of("embedding", rows, "name", "a/rows"));

        assertThat(NodeHarness.of(new LoadEmbedding(MODELS))
                        .input(folder)
                        .run(Map.of("file", "a/rows.safetensors"))
                        .embedding()
                        .toArray())
                .containsExactly(rows.toArray());
    }

    @Test
    void aFileThatIsNoneIsNamed(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("a.safetensors"), "nothing");

        assertThatThrownBy(() ->
                        NodeHarness.of(new LoadProbe(MODELS)).input(folder).run(Map.of("file", "a.safetensors")))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("a.safetensors");
    }

    @Test
    void layersBehindEachOtherAreOne() {
        FakeWeights layers = FakeWeights.of(Map.of(
                "layers.10.weight", new long[] {1, 3},
                "layers.10.bias", new long[] {1},
                "layers.2.weight", new long[] {3, 4},
                "layers.2.bias", new long[] {3},
                "layers.0.weight", new long[] {4, 5},
                "layers.0.bias", new long[] {4}));
        double[] x = {1, -2, 3, 0.5, -1};

        Probe probe = new LinearHead(Weights.of(layers)).probe();

        double[] y = x;
        for (String layer : List.of("layers.0", "layers.2", "layers.10")) {
            y = apply(layers, layer, y);
        }
        assertThat(probe.score(x)).isCloseTo(y[0], within(1e-9));
    }

    private static double[] apply(FakeWeights weights, String layer, double[] x) {
        float[] matrix = WeightData.floats(weights.find(layer + ".weight").orElseThrow());
        float[] bias = WeightData.floats(weights.find(layer + ".bias").orElseThrow());
        double[] out = new double[bias.length];
        for (int o = 0; o < out.length; o++) {
            out[o] = bias[o];
            for (int k = 0; k < x.length; k++) {
                out[o] += matrix[o * x.length + k] * x[k];
            }
        }
        return out;
    }

    @Test
    void layersThatDoNotFollowEachOtherAreRefused() {
        FakeWeights wide = FakeWeights.of(Map.of("weight", new long[] {2, 3}));
        FakeWeights other = FakeWeights.of(Map.of("conv.weight", new long[] {1, 3, 3, 3}));

        assertThatThrownBy(() -> new LinearHead(Weights.of(wide)).probe())
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("gives 2 numbers where 1 are taken");
        assertThatThrownBy(() -> new LinearHead(Weights.of(other)).probe())
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("conv.weight");
    }
}
