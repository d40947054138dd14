package dev.zograf.contrib.opencv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.api.value.FloatTensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The numbers that cv2 4.13 gives in Python for {@link Planes#small()}: the first six of the first channel and the last of the last. The
 * calls stand beside them.
 */
class OpenCvNumbersTest {

    private static void check(FloatTensor planes, double tolerance, double... expected) {
        for (int i = 0; i < 6; i++) {
            assertThat((double) planes.at(i)).as("number " + i).isCloseTo(expected[i], within(tolerance));
        }
        assertThat((double) planes.at(planes.size() - 1)).as("the last").isCloseTo(expected[6], within(tolerance));
    }

    private static org.assertj.core.data.Offset<Double> within(double tolerance) {
        return org.assertj.core.data.Offset.offset(tolerance);
    }

    private final FloatTensor picture = Planes.small();

    @Test
    void gaussianBlur() {
        // cv2.GaussianBlur(a, (0, 0), 1.0), of floats and of uint8
        check(
                Blur.gaussian(picture, 1, Planes.RUN),
                1e-6,
                0.4458416,
                0.4837657,
                0.5352317,
                0.5143812,
                0.5006924,
                0.4597636,
                0.4723748);
        check(
                Blur.gaussianOfBytes(picture, 1, Planes.RUN),
                1e-6,
                0.4470588,
                0.4823529,
                0.5333333,
                0.5137255,
                0.5019608,
                0.4588235,
                0.4705882);
    }

    @Test
    void boxBlur() {
        // cv2.blur(a, (3, 3))
        check(
                Blur.box(picture, 1, Planes.RUN),
                1e-6,
                0.4148148,
                0.5703704,
                0.4444444,
                0.5555556,
                0.3555556,
                0.3481482,
                0.4518519);
    }

    @Test
    void medianBlur() {
        // cv2.medianBlur(a, 3), and of uint8 with 7
        check(
                Blur.median(picture, 1, Planes.RUN),
                1e-6,
                0.2666667,
                0.4666667,
                0.4666667,
                0.7333333,
                0.6,
                0.4666667,
                0.6);
        check(Blur.median(picture, 3, Planes.RUN), 1e-6, 0.4666667, 0.4666667, 0.4666667, 0.6, 0.6, 0.4666667, 0.6);
    }

    @Test
    void bilateralFilter() {
        // cv2.bilateralFilter(a, 5, 0.3, 2.0)
        check(
                Blur.bilateral(picture, 2, 0.3, 2, Planes.RUN),
                1e-5,
                0.0223170,
                0.4666341,
                0.8787249,
                0.3074795,
                0.8443170,
                0.8349925,
                0.9108517);
    }

    @ParameterizedTest
    @CsvSource({
        "NEAREST, 8, 7, 0, 0, 0.4666667, 0.9333333, 0.9333333, 0.3333333, 0.8666667",
        "NEAREST, 3, 2, 0.8666667, 0.7333333, 0.6, 0.4666667, 0.3333333, 0.2, 0.8666667",
        "BILINEAR, 8, 7, 0, 0.2041667, 0.4958333, 0.7875, 0.7458333, 0.3708333, 0.8666667",
        "BILINEAR, 3, 2, 0.4111111, 0.8333334, 0.5444444, 0.5444444, 0.4333333, 0.5, 0.4555556",
        "BICUBIC, 8, 7, -0.1391351, 0.1223942, 0.5349293, 0.9120376, 0.8059598, 0.3650419, 1.0058017",
        "BICUBIC, 3, 2, 0.4051698, 0.8520833, 0.5014661, 0.5306327, 0.4145834, 0.5331018, 0.4318673",
        "AREA, 8, 7, 0, 0.1866667, 0.4666667, 0.84, 0.8133333, 0.3333333, 0.8666667",
        "AREA, 3, 2, 0.4066667, 0.62, 0.5133333, 0.54, 0.54, 0.54, 0.46",
        "LANCZOS, 8, 7, -0.1235604, 0.0643083, 0.5226255, 0.9452275, 0.7884232, 0.4008927, 1.0461627",
        "LANCZOS, 3, 2, 0.3767521, 0.8476820, 0.4539286, 0.5289361, 0.4189847, 0.5629306, 0.4372029"
    })
    void resize(
            Kernel kernel,
            int width,
            int height,
            double a,
            double b,
            double c,
            double d,
            double e,
            double f,
            double z) {
        // cv2.resize(a, (width, height), interpolation=...)
        check(Geometry.resize(picture, width, height, kernel, Planes.RUN), 1e-5, a, b, c, d, e, f, z);
    }

    @Test
    void warpAffine() {
        // cv2.warpAffine(a, cv2.getRotationMatrix2D((2, 1.5), 30, 1), (5, 4), flags=cv2.INTER_LINEAR, borderValue=(.25,
        // .5, .75))
        check(
                Geometry.rotate(picture, 30, 5, 4, Kernel.BILINEAR, new float[] {0.25f, 0.5f, 0.75f}, Planes.RUN),
                1e-5,
                0.2933594,
                0.6796875,
                0.4458334,
                0.4875,
                0.4160156,
                0.2666667,
                0.6878906);
    }

    @Test
    void sobelAndLaplacian() {
        // cv2.Sobel(g, cv2.CV_32F, 1, 0), … 0, 1), and cv2.Laplacian(g, cv2.CV_32F) of the first channel
        FloatTensor grey = picture.slice(1, 0, 1);
        check(Edges.sobel(grey, Planes.RUN), 1e-5, 0, 1.6, 0.5333333, 0.5333333, 0, 0.5333335, 0);
        FloatTensor second = Edges.laplacian(grey, Planes.RUN);
        check(second, 1e-5, 2.6666667, -0.4, -1.4666667, 0.6666667, -1.3333333, -2.2666667, second.at(19));
    }

    @Test
    void canny() {
        // cv2.Canny(p, 100, 200) of a disc in red and green, and a bar in blue
        float[] rgb = new float[3 * 256];
        for (int i = 0; i < 256; i++) {
            double x = i % 16 - 7.5;
            double y = i / 16 - 7.5;
            boolean disc = x * x + y * y < 30;
            rgb[i] = (disc ? 200 : 40) / 255f;
            rgb[256 + i] = (disc ? 120 : 90) / 255f;
            rgb[512 + i] = i % 16 > 11 ? 1 : 0;
        }
        String expected = """
                ...........#....
                ...........#....
                ......####.#....
                ....##.....#....
                ...##......#....
                ...#.......#....
                ..#........#....
                ..#........#....
                ..#........#....
                ..#........#....
                ...#.......#....
                ...##......#....
                ....######.#....
                ...........#....
                ...........#....
                ...........#....
                """;

        FloatTensor edges = Edges.canny(FloatTensor.wrap(rgb, 1, 3, 16, 16), 100, 200, false, Planes.RUN);

        StringBuilder drawn = new StringBuilder();
        for (int i = 0; i < 256; i++) {
            assertThat(edges.at(i)).isIn(0f, 1f);
            drawn.append(edges.at(i) == 1 ? '#' : '.').append(i % 16 == 15 ? "\n" : "");
        }
        assertThat(drawn).hasToString(expected);
        assertThat(Arrays.toString(edges.shape())).isEqualTo("[1, 1, 16, 16]");
    }
}
