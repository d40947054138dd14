package dev.zograf.contrib.filters.colour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.zograf.api.CancelledException;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.testkit.NodeHarness;
import dev.zograf.testkit.Samples;
import dev.zograf.testkit.Seeded;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ColourNodesTest {

    private static Image dot(double r, double g, double b) {
        return Image.of(FloatTensor.of(new float[] {(float) r, (float) g, (float) b}, 1, 3, 1, 1));
    }

    private static void shows(Image image, double r, double g, double b) {
        assertThat((double) image.pixels().at(0)).as("red").isCloseTo(r, within(1e-5));
        assertThat((double) image.pixels().at(1)).as("green").isCloseTo(g, within(1e-5));
        assertThat((double) image.pixels().at(2)).as("blue").isCloseTo(b, within(1e-5));
    }

    @Test
    void levelsStretchBetweenBlackAndWhite() throws Exception {
        NodeHarness<Levels.In, Levels.Out> node = NodeHarness.of(new Levels());

        // ((0.5 - 0.25) / 0.5) ^ (1 / 2) = 0.7071; what is outside is clipped
        shows(
                node.run(Map.of("image", dot(0.5, 0.1, 0.9), "black", 0.25, "white", 0.75, "gamma", 2.0))
                        .image(),
                0.70710678,
                0,
                1);
        shows(
                node.run(Map.of("image", dot(0, 0.5, 1), "outBlack", 1.0, "outWhite", 0.0))
                        .image(),
                1,
                0.5,
                0);
        shows(
                node.run(Map.of("image", dot(0.5, 0.5, 0.5), "white", 0.5, "channel", "green"))
                        .image(),
                0.5,
                1,
                0.5);
        assertThatThrownBy(() -> node.run(Map.of("image", dot(0, 0, 0), "black", 0.5, "white", 0.5)))
                .hasMessageContaining("0.5 must be below the white point");
    }

    @Test
    void adjustingFollowsTheFilterEffectsModule() throws Exception {
        NodeHarness<AdjustColour.In, AdjustColour.Out> node = NodeHarness.of(new AdjustColour());

        shows(node.run(Map.of("image", dot(0.2, 0.4, 0.6), "brightness", 2.0)).image(), 0.4, 0.8, 1);
        shows(node.run(Map.of("image", dot(0.2, 0.5, 0.6), "contrast", 2.0)).image(), 0, 0.5, 0.7);
        double grey = 0.213 * 0.2 + 0.715 * 0.4 + 0.072 * 0.6;
        shows(node.run(Map.of("image", dot(0.2, 0.4, 0.6), "saturation", 0.0)).image(), grey, grey, grey);
        // hue-rotate(90deg) of red: the matrix's first column, clipped
        shows(node.run(Map.of("image", dot(1, 0, 0), "hue", 90.0)).image(), 0, 0.213 + 0.143, 0);
    }

    @Test
    void whatChangesNothingGivesTheSamePicture() {
        Seeded.check(30, random -> {
            Image image = Samples.noise(
                    1 + random.nextInt(3), 1 + random.nextInt(70), 1 + random.nextInt(70), random.nextLong());
            float[] pixels = image.pixels().toArray();
            Map<String, Object> in = Map.of("image", image);

            assertThat(NodeHarness.of(new AdjustColour())
                            .run(in)
                            .image()
                            .pixels()
                            .toArray())
                    .isEqualTo(pixels);
            assertThat(NodeHarness.of(new Temperature())
                            .run(in)
                            .image()
                            .pixels()
                            .toArray())
                    .isEqualTo(pixels);
            assertThat(NodeHarness.of(new Levels()).run(in).image().pixels().toArray())
                    .isEqualTo(pixels);
            assertThat(NodeHarness.of(new Curves()).run(in).image().pixels().toArray())
                    .usingComparatorWithPrecision(1e-6f)
                    .isEqualTo(pixels);
            Image negative = NodeHarness.of(new InvertImage()).run(in).image();
            assertThat(NodeHarness.of(new InvertImage())
                            .run(Map.of("image", negative))
                            .image()
                            .pixels()
                            .toArray())
                    .usingComparatorWithPrecision(1e-6f)
                    .isEqualTo(pixels);
            assertThat(image.pixels().toArray()).as("the input").isEqualTo(pixels);
        });
    }

    @Test
    void curvesGoThroughTheirPointsAndNeverOvershoot() throws Exception {
        NodeHarness<Curves.In, Curves.Out> node = NodeHarness.of(new Curves());
        String points = "0,0.1 0.25,0.1 0.5,0.9 0.75,0.9 1,0.2";

        shows(node.run(Map.of("image", dot(0.25, 0.5, 1), "points", points)).image(), 0.1, 0.9, 0.2);
        Image ramp = node.run(Map.of("image", Samples.gradient(64, 1), "points", points))
                .image();
        for (int x = 0; x < 64; x++) {
            assertThat(ramp.pixels().at(x)).isBetween(0.1f - 1e-6f, 0.9f + 1e-6f);
        }
        // half way between (0.25, 0.1) and (0.5, 0.9) with level tangents
        shows(
                node.run(Map.of("image", dot(0.375, 0.375, 0.375), "points", points, "channel", "red"))
                        .image(),
                0.5,
                0.375,
                0.375);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0,0", "0,0 x", "0,0 0,1", "0.5,0 0.2,1", "0,0 1,2", "0,0 1,NaN", "0,0,0 1,1"})
    void whatIsNoCurveIsSaid(String points) {
        assertThatThrownBy(() -> NodeHarness.of(new Curves()).run(Map.of("image", dot(0, 0, 0), "points", points)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("point");
    }

    @Test
    void autoLevelsUseTheWholeRange() throws Exception {
        Image dull = Image.of(Samples.gradient(100, 1).pixels().map(v -> 0.25 + 0.5 * v));
        NodeHarness<AutoLevels.In, AutoLevels.Out> node = NodeHarness.of(new AutoLevels());

        Image image =
                node.run(Map.of("image", dull, "clip", 0.0, "perChannel", true)).image();

        assertThat(image.pixels().at(0)).isZero();
        assertThat(image.pixels().at(99)).isEqualTo(1);
        assertThat(image.pixels().at(200)).as("a channel of one tone").isEqualTo(0.5f);
        assertThat(node.run(Map.of("image", dot(0.3, 0.3, 0.3)))
                        .image()
                        .pixels()
                        .at(0))
                .isEqualTo(0.3f);
    }

    @Test
    void temperatureTurnsTheLightsWhiteIntoGrey() throws Exception {
        double[] white = Planckian.rgb(3000);
        double most = white[0];
        Image lit = dot(encode(0.5 * white[0] / most), encode(0.5 * white[1] / most), encode(0.5 * white[2] / most));

        FloatTensor out = NodeHarness.of(new Temperature())
                .run(Map.of("image", lit, "kelvin", 3000.0))
                .image()
                .pixels();

        // not exactly grey, since 6500 K on the Planckian locus is not D65, the white of sRGB
        assertThat((double) out.at(0)).isCloseTo(out.at(1), within(0.03));
        assertThat((double) out.at(2)).isCloseTo(out.at(1), within(0.03));
        FloatTensor tinted = NodeHarness.of(new Temperature())
                .run(Map.of("image", dot(0.5, 0.5, 0.5), "tint", 1.0))
                .image()
                .pixels();
        assertThat(tinted.at(1)).isLessThan(tinted.at(0)).isLessThan(tinted.at(2));
    }

    private static double encode(double v) {
        return 1.055 * Math.pow(v, 1 / 2.4) - 0.055;
    }

    @ParameterizedTest
    @CsvSource({"bt709, 0.4131", "bt601, 0.3630", "mean, 0.4", "lightness, 0.4", "value, 0.6"})
    void greyIsMeasured(String by, double grey) throws Exception {
        double bt601 = 0.299 * 0.2 + 0.587 * 0.4 + 0.114 * 0.6;
        double bt709 = 0.2126 * 0.2 + 0.7152 * 0.4 + 0.0722 * 0.6;
        double wanted = by.equals("bt601") ? bt601 : by.equals("bt709") ? bt709 : grey;

        Image image = NodeHarness.of(new Grayscale())
                .run(Map.of("image", dot(0.2, 0.4, 0.6), "by", by))
                .image();

        shows(image, wanted, wanted, wanted);
    }

    @Test
    void posterizingRoundsToLevels() throws Exception {
        shows(
                NodeHarness.of(new Posterize())
                        .run(Map.of("image", dot(0.24, 0.26, 0.8), "levels", 3))
                        .image(),
                0,
                0.5,
                1);
    }

    @Test
    void progressIsReportedForEachPictureAndCancels() throws Exception {
        NodeHarness<Levels.In, Levels.Out> node = NodeHarness.of(new Levels());
        node.run(Map.of("image", Samples.noise(3, 5, 4, 1)));
        assertThat(node.steps()).extracting(NodeHarness.Step::step).containsExactly(1, 2, 3);

        assertThatThrownBy(() ->
                        NodeHarness.of(new Levels()).cancelAfter(1).run(Map.of("image", Samples.noise(3, 5, 4, 1))))
                .isInstanceOf(CancelledException.class);
    }
}
