package dev.zograf.contrib.lines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.testkit.NodeHarness;
import dev.zograf.testkit.Samples;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EdgeNodesTest {

    private static int white(Image image) {
        int count = 0;
        for (float v : image.pixels().slice(0, 0, 1).slice(1, 0, 1).toArray()) {
            count += v == 1 ? 1 : 0;
        }
        return count;
    }

    @ParameterizedTest
    @CsvSource({"false, 577", "true, 568"}) // cv2.Canny(a, 100, 200, L2gradient=...) of the same picture
    void cannyDrawsAsCv2Does(boolean euclidean, int expected) throws Exception {
        Image image = NodeHarness.of(new Canny())
                .run(Map.of("image", Pictures.pattern(45, 37), "euclidean", euclidean))
                .image();

        assertThat(white(image)).isEqualTo(expected);
        assertThat(image.pixels().toArray()).containsOnly(0, 1);
    }

    @Test
    void thresholdsMustBeInOrder() {
        assertThatThrownBy(() -> NodeHarness.of(new Canny())
                        .run(Map.of("image", Pictures.bar(8, 8), "low", 200.0, "high", 100.0)))
                .hasMessageContaining("swap them");
        assertThatThrownBy(() -> NodeHarness.of(new LineArt())
                        .run(Map.of("image", Pictures.bar(8, 8), "narrow", 5.0, "wide", 1.0)))
                .hasMessageContaining("must be below");
    }

    @ParameterizedTest
    @CsvSource({"100, 60, 64, 128x64", "100, 60, 512, 832x512", "10, 700, 32, 64x2240"})
    void resolutionsRoundTo64(int width, int height, int resolution, String expected) throws Exception {
        assertThat(NodeHarness.of(new Canny())
                        .run(Map.of("image", Samples.gradient(width, height), "resolution", resolution))
                        .image()
                        .size())
                .hasToString(expected);
    }

    @Test
    void aStepFromBlackToWhiteIsWhite() throws Exception {
        Image step = Image.of(FloatTensor.zeros(2, 3, 5, 8)
                .plus(FloatTensor.concat(
                        3,
                        List.of(
                                FloatTensor.zeros(2, 3, 5, 4),
                                FloatTensor.zeros(2, 3, 5, 4).map(z -> 1)))));
        for (String by : new String[] {"sobel", "laplacian"}) {
            Image image = NodeHarness.of(new Gradient())
                    .run(Map.of("image", step, "by", by))
                    .image();
            float[] row =
                    image.pixels().slice(0, 1, 2).slice(1, 2, 3).slice(2, 2, 3).toArray();
            for (int x = 0; x < 8; x++) {
                assertThat((double) row[x]).as(by + " at " + x).isCloseTo(x == 3 || x == 4 ? 1 : 0, within(1e-5));
            }
        }
    }

    @Test
    void darkLinesAreDrawnWhite() throws Exception {
        Image lines = NodeHarness.of(new LineArt())
                .run(Map.of("image", Pictures.bar(33, 20)))
                .image();
        assertThat(lines.pixels().at(5 * 33 + 16)).isGreaterThan(0.9f);
        assertThat(lines.pixels().at(5 * 33 + 2)).isLessThan(0.05f);

        NodeHarness<Scribble.In, Scribble.Out> scribble = NodeHarness.of(new Scribble());
        Image strokes = scribble.run(Map.of("image", Pictures.bar(33, 20))).image();
        assertThat(strokes.pixels().toArray()).containsOnly(0, 1);
        assertThat(strokes.pixels().at(5 * 33 + 16)).isEqualTo(1);
        assertThat(strokes.pixels().at(5 * 33 + 2)).isZero();
    }

    @Test
    void softEdgesBecomeStrokes() throws Exception {
        float[] soft = new float[3 * 40 * 30];
        for (int i = 0; i < soft.length; i++) {
            soft[i] = (float) Math.exp(-Math.pow(i % 40 - 20, 2) / 40);
        }
        Image image = NodeHarness.of(new Scribble())
                .run(Map.of("image", Image.of(FloatTensor.wrap(soft, 1, 3, 30, 40)), "from", "soft-edges"))
                .image();

        assertThat(image.pixels().toArray()).containsOnly(0, 1);
        float[] row = image.pixels().slice(1, 0, 1).slice(2, 15, 16).toArray();
        assertThat(row[20]).isEqualTo(1);
        assertThat(row[5]).isZero();
        assertThat(row[35]).isZero();
        for (int k = 1; k < 20; k++) {
            assertThat(row[20 - k]).as("the same on both sides").isEqualTo(row[20 + k]);
        }
    }

    @Test
    void nothingIsDrawnOfOneColour() throws Exception {
        Image flat = Image.of(FloatTensor.zeros(1, 3, 30, 20).map(zero -> 0.3));
        assertThat(white(NodeHarness.of(new Canny()).run(Map.of("image", flat)).image()))
                .isZero();
        assertThat(white(NodeHarness.of(new Scribble())
                        .run(Map.of("image", flat))
                        .image()))
                .isZero();
        assertThat(white(NodeHarness.of(new Scribble())
                        .run(Map.of("image", Image.of(FloatTensor.zeros(1, 3, 30, 20)), "from", "soft-edges"))
                        .image()))
                .isZero();
    }
}
