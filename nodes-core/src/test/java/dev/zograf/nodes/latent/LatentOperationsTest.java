package dev.zograf.nodes.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.model.Config;
import dev.zograf.api.model.NoiseSource;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Latent;
import dev.zograf.api.value.Mask;
import dev.zograf.nodes.sampling.MakeVariationNoise;
import dev.zograf.nodes.sampling.TorchNoise;
import dev.zograf.runtime.json.JsonConfig;
import dev.zograf.testkit.NodeHarness;
import dev.zograf.testkit.fake.FakeVae;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nodes on latents, beside what PyTorch computes ({@code expected.json}) or a formula says. */
class LatentOperationsTest {

    private static final Config EXPECTED = expected();

    private static Config expected() {
        String name = "expected.json";
        try (InputStream in = LatentOperationsTest.class.getResourceAsStream(name)) {
            return Config.of(name, JsonConfig.parse(name, in.readAllBytes()));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Numbers between -2 and 2 that repeat late, the same in the script that made the expected ones. */
    private static FloatTensor numbers(int step, int period, int... shape) {
        FloatTensor out = FloatTensor.zeros(shape);
        float[] data = out.toArray();
        for (int i = 0; i < data.length; i++) {
            data[i] = (float) (((long) i * step % period - period / 2) / 25.0);
        }
        return FloatTensor.wrap(data, shape);
    }

    private static FloatTensor x() {
        return numbers(7919, 101, 2, 3, 5, 7);
    }

    private static FloatTensor z() {
        return numbers(104729, 97, 2, 3, 5, 7);
    }

    private static void assertExpected(String name, FloatTensor actual) {
        List<Double> wanted = EXPECTED.numbers(name);
        assertThat(actual.size()).isEqualTo(wanted.size());
        for (int i = 0; i < wanted.size(); i++) {
            assertThat((double) actual.at(i)).as(name + "[" + i + "]").isCloseTo(wanted.get(i), within(2e-5));
        }
    }

    private static <I extends Record, O extends Record> O run(Node<I, O> node, Map<String, ?> in) throws Exception {
        return NodeHarness.of(node).run(in);
    }

    @ParameterizedTest
    @CsvSource({
        "nearest, NEAREST, 8, 4",
        "bilinear, BILINEAR, 8, 4",
        "bicubic, BICUBIC, 8, 4",
        "area, AREA, 8, 4",
        "bislerp, BISLERP, 8, 4",
        "area-up, AREA, 7, 10",
        "nearest-up, NEAREST, 13, 9"
    })
    void scalesAsPyTorch(String expected, Interpolation method, int height, int width) {
        FloatTensor scaled = method.resize(x(), height, width);
        assertThat(scaled.shape()).containsExactly(2, 3, height, width);
        assertExpected(expected, scaled);
    }

    @Test
    void goesBetweenEqualAndEmptyVectors() {
        float[] flat = new float[2 * 3 * 5 * 7];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = i / 35 % 3 == 0 && i / 7 % 5 != 2 ? 1 : 0;
        }
        assertExpected("bislerp-flat", Interpolation.BISLERP.resize(FloatTensor.wrap(flat, 2, 3, 5, 7), 9, 11));
    }

    @Test
    void scalesTheMiddleToAnotherRatio() throws Exception {
        assertExpected("centre", Interpolation.BILINEAR.resizeMiddle(x(), 8, 4));
        Latent latent = Latent.of(x()).withEntries(List.of(4, 2));
        Latent scaled = run(
                        new ScaleLatent(),
                        Map.of("latent", latent, "method", "bilinear", "width", 64, "height", 128, "crop", true))
                .latent();
        assertThat(scaled.samples().shape()).containsExactly(2, 3, 16, 8);
        assertThat(scaled.entries()).contains(List.of(4, 2));
    }

    @Test
    void scalesByAFactorAndToAWidth() throws Exception {
        Latent latent = Latent.of(x());
        assertThat(run(new ScaleLatent(), Map.of("latent", latent))
                        .latent()
                        .samples()
                        .shape())
                .containsExactly(2, 3, 8, 10);
        assertThat(run(new ScaleLatent(), Map.of("latent", latent, "width", 112))
                        .latent()
                        .samples()
                        .shape())
                .containsExactly(2, 3, 10, 14);
        Latent empty = run(new ScaleLatent(), Map.of("latent", Latent.empty(1, 4, 8, 8), "by", 2))
                .latent();
        assertThat(empty.isEmpty()).isTrue();
        assertThat(empty.samples().shape()).containsExactly(1, 4, 16, 16);
    }

    @ParameterizedTest
    @CsvSource({"rot90, 90", "rot180, 180", "rot270, 270"})
    void turnsClockwise(String expected, String degrees) throws Exception {
        Mask mask = Mask.of(x().slice(1, 0, 1).reshape(2, 5, 7));
        Latent out = run(new RotateLatent(), Map.of("latent", Latent.of(x()).withMask(mask), "degrees", degrees))
                .latent();
        assertExpected(expected, out.samples());
        FloatTensor turned = out.samples().slice(1, 0, 1);
        assertThat(out.mask().orElseThrow().values().toArray()).isEqualTo(turned.toArray());
    }

    @Test
    void mirrors() throws Exception {
        Latent latent = Latent.of(FloatTensor.of(new float[] {1, 2, 3, 4, 5, 6}, 1, 1, 2, 3));
        assertThat(run(new FlipLatent(), Map.of("latent", latent))
                        .latent()
                        .samples()
                        .toArray())
                .containsExactly(3, 2, 1, 6, 5, 4);
        assertThat(run(new FlipLatent(), Map.of("latent", latent, "direction", "vertical"))
                        .latent()
                        .samples()
                        .toArray())
                .containsExactly(4, 5, 6, 1, 2, 3);
    }

    @Test
    void cutsTheMaskWithTheLatent() throws Exception {
        FloatTensor ramp = numbers(1, 1000, 1, 1, 32, 40);
        Latent latent = Latent.of(numbers(1, 1000, 1, 2, 4, 5)).withMask(Mask.of(ramp.reshape(1, 32, 40)));
        Latent cut = run(new CropLatent(), Map.of("latent", latent, "x", 8, "y", 16, "width", 16, "height", 512))
                .latent();
        assertThat(cut.samples().shape()).containsExactly(1, 2, 2, 2);
        assertThat(cut.samples().at(0)).isEqualTo(latent.samples().at(2 * 5 + 1));
        assertThat(cut.mask().orElseThrow().values().shape()).containsExactly(1, 16, 16);
        assertThat(cut.mask().orElseThrow().values().at(0)).isEqualTo(ramp.at(16 * 40 + 8));
        assertThatThrownBy(() -> run(new CropLatent(), Map.of("latent", latent, "x", 40)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("begin earlier");
    }

    @Test
    void blends() throws Exception {
        Latent first = Latent.of(x()).withMask(Mask.of(FloatTensor.zeros(1, 5, 7)));
        Latent second = Latent.of(z());
        Latent half = run(new BlendLatents(), Map.of("first", first, "second", second, "share", 0.25))
                .latent();
        for (int i = 0; i < half.samples().size(); i++) {
            assertThat(half.samples().at(i)).isCloseTo(0.25f * x().at(i) + 0.75f * z().at(i), within(1e-6f));
        }
        assertThat(half.mask()).isEqualTo(first.mask());
        assertExpected(
                "directed",
                run(new BlendLatents(), Map.of("first", first, "second", second, "share", 0.3, "method", "directed"))
                        .latent()
                        .samples());
        assertThatThrownBy(() -> run(new BlendLatents(), Map.of("first", first, "second", Latent.empty(1, 4, 5, 7))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("different models");
    }

    @Test
    void addsTakesAwayAndMultiplies() throws Exception {
        Latent one = Latent.of(z().slice(0, 0, 1));
        Latent sum = run(new AddLatents(), Map.of("first", Latent.of(x()), "second", one))
                .latent();
        Latent difference = run(new AddLatents(), Map.of("first", Latent.of(x()), "second", one, "factor", -1))
                .latent();
        Latent product = run(new MultiplyLatent(), Map.of("latent", Latent.of(x()), "factor", 2.5))
                .latent();
        for (int i = 0; i < x().size(); i++) {
            float added = one.samples().at(i % one.samples().size());
            assertThat(sum.samples().at(i)).isEqualTo(x().at(i) + added);
            assertThat(difference.samples().at(i)).isEqualTo(x().at(i) - added);
            assertThat(product.samples().at(i)).isCloseTo(2.5f * x().at(i), within(1e-6f));
        }
    }

    @Test
    void laysALatentOverAnotherWithSoftSides() throws Exception {
        Latent base = Latent.of(FloatTensor.zeros(1, 1, 6, 8));
        Latent layer = Latent.of(FloatTensor.zeros(1, 1, 6, 5).map(v -> 1));
        float[] out = run(new CompositeLatents(), Map.of("base", base, "layer", layer, "x", 16, "y", 0, "feather", 16))
                .latent()
                .samples()
                .toArray();
        // Only the left and right sides are not on the border; 6 rows fit the base.
        for (int y = 0; y < 6; y++) {
            float[] row = java.util.Arrays.copyOfRange(out, y * 8, y * 8 + 8);
            assertThat(row).containsExactly(0, 0, 0.5f, 1, 1, 1, 0.5f, 0);
        }
    }

    @Test
    void laysALatentThroughAMaskAndCutsWhatReachesOver() throws Exception {
        Latent base = Latent.of(FloatTensor.zeros(2, 1, 4, 4)).withEntries(List.of(3, 5));
        Latent layer = Latent.of(FloatTensor.zeros(1, 1, 4, 4).map(v -> 8));
        Mask mask = Mask.of(FloatTensor.zeros(1, 32, 32).map(v -> 0.25));
        Latent out = run(new CompositeLatents(), Map.of("base", base, "layer", layer, "x", 16, "y", 24, "mask", mask))
                .latent();
        float[] wanted = new float[32];
        for (int entry = 0; entry < 2; entry++) {
            wanted[entry * 16 + 14] = 2;
            wanted[entry * 16 + 15] = 2;
        }
        assertThat(out.samples().toArray()).containsExactly(wanted);
        assertThat(out.entries()).contains(List.of(3, 5));
    }

    @Test
    void takesTheFactorFromTheVae() throws Exception {
        Latent out = run(
                        new ScaleLatent(),
                        Map.of("latent", Latent.of(x()), "width", 64, "height", 64, "vae", new FakeVae()))
                .latent();
        assertThat(out.samples().shape()).containsExactly(2, 3, 8, 8);
    }

    @Test
    void batchesKeepTheNoiseOfEach() throws Exception {
        Latent two = Latent.of(x());
        Latent last =
                run(new LatentFromBatch(), Map.of("latent", two, "index", 9)).latent();
        assertThat(last.entries()).contains(List.of(1));
        assertThat(last.samples().toArray()).isEqualTo(x().slice(0, 1, 2).toArray());

        Latent repeated = run(new RepeatLatent(), Map.of("latent", two.withEntries(List.of(2, 4)), "times", 3))
                .latent();
        assertThat(repeated.entries()).contains(List.of(2, 4, 5, 7, 8, 10));
        assertThat(repeated.samples().dim(0)).isEqualTo(6);
        assertThat(run(new RepeatLatent(), Map.of("latent", two, "times", 2))
                        .latent()
                        .entries())
                .isEmpty();

        Latent joined =
                run(new BatchLatents(), Map.of("latents", List.of(two, last))).latent();
        assertThat(joined.entries()).contains(List.of(0, 1, 1));
        assertThat(joined.samples().slice(0, 2, 3).toArray())
                .isEqualTo(last.samples().toArray());
    }

    @Test
    void batchesTakeTheirMasksAlong() throws Exception {
        FloatTensor two = FloatTensor.of(new float[] {0, 1, 1, 0, 0.5f, 0.5f, 0, 0}, 2, 2, 2);
        Latent masked = Latent.of(FloatTensor.zeros(2, 4, 2, 2)).withMask(Mask.of(two));
        Latent bare = Latent.of(FloatTensor.zeros(1, 4, 2, 2));

        Latent one =
                run(new LatentFromBatch(), Map.of("latent", masked, "index", 1)).latent();
        assertThat(one.mask().orElseThrow().values().toArray()).containsExactly(0.5f, 0.5f, 0, 0);
        Latent all = run(new BatchLatents(), Map.of("latents", List.of(bare, masked)))
                .latent();
        assertThat(all.mask().orElseThrow().values().toArray())
                .containsExactly(1, 1, 1, 1, 0, 1, 1, 0, 0.5f, 0.5f, 0, 0);
        Latent twice =
                run(new RepeatLatent(), Map.of("latent", masked, "times", 2)).latent();
        assertThat(twice.mask().orElseThrow().batch()).isEqualTo(4);
    }

    @Test
    void injectsTheNoiseOfTheEntriesWhereTheMaskIs() throws Exception {
        NoiseSource noise = TorchNoise.of(5);
        Latent latent = Latent.of(FloatTensor.zeros(1, 4, 4, 6)).withEntries(List.of(2));
        NoiseSource.Stream stream = TorchNoise.of(5).open();
        stream.normal(1, 4, 4, 6);
        stream.normal(1, 4, 4, 6);
        FloatTensor third = stream.normal(1, 4, 4, 6);
        Mask mask = Mask.of(FloatTensor.of(new float[] {0, 0.5f}, 1, 1, 2));

        Latent all = run(new InjectNoise(), Map.of("latent", latent, "noise", noise, "strength", 0.5))
                .latent();
        Latent some = run(new InjectNoise(), Map.of("latent", latent, "noise", noise, "strength", 0.5, "mask", mask))
                .latent();
        for (int i = 0; i < third.size(); i++) {
            assertThat(all.samples().at(i)).isCloseTo(0.5f * third.at(i), within(1e-6f));
        }
        assertThat(some.samples().at(0)).isZero();
        assertThat(some.samples().at(5)).isCloseTo(0.25f * third.at(5), within(1e-6f));
    }

    @Test
    void variesNoiseAsA1111DoesAndOnlyTheLatents() throws Exception {
        NoiseSource between = run(
                        new MakeVariationNoise(),
                        Map.of("noise", TorchNoise.of(7), "variation", TorchNoise.of(8), "strength", 0.3))
                .noise();
        NoiseSource.Stream stream = between.open();
        assertExpected("variation", stream.normal(1, 4, 4, 6));
        NoiseSource.Stream plain = TorchNoise.of(7).open();
        FloatTensor first = plain.normal(1, 4, 4, 6);
        assertThat(stream.normal(1, 4, 4, 6).toArray())
                .isEqualTo(plain.normal(1, 4, 4, 6).toArray());

        FloatTensor other = TorchNoise.of(8).open().normal(1, 4, 4, 6);
        FloatTensor mean = run(
                        new MakeVariationNoise(),
                        Map.of(
                                "noise",
                                TorchNoise.of(7),
                                "variation",
                                TorchNoise.of(8),
                                "strength",
                                0.25,
                                "method",
                                "linear"))
                .noise()
                .open()
                .normal(1, 4, 4, 6);
        for (int i = 0; i < mean.size(); i++) {
            assertThat(mean.at(i)).isCloseTo(0.75f * first.at(i) + 0.25f * other.at(i), within(1e-6f));
        }
        for (double end : new double[] {0, 1}) {
            FloatTensor noise = run(
                            new MakeVariationNoise(),
                            Map.of("noise", TorchNoise.of(7), "variation", TorchNoise.of(8), "strength", end))
                    .noise()
                    .open()
                    .normal(1, 4, 4, 6);
            for (int i = 0; i < mean.size(); i++) {
                assertThat(noise.at(i)).isCloseTo(end == 0 ? first.at(i) : other.at(i), within(1e-6f));
            }
        }
    }

    @Test
    void refusesEntriesThatAreNotOnesOfItsBatch() {
        Latent latent = Latent.of(x());
        assertThatThrownBy(() -> latent.withEntries(List.of(1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> latent.withEntries(Collections.nCopies(2, -1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> run(new BatchLatents(), Map.of("latents", List.of())))
                .isInstanceOf(InvalidInputException.class);
    }
}
