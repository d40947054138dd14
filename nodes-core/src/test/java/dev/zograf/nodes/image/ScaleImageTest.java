package dev.zograf.nodes.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.runtime.json.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The numbers that PyTorch, NumPy and Pillow have; {@code scaled.json} was written by a script of these. */
class ScaleImageTest {

    private static final Map<?, ?> EXPECTED = expected();

    private static Map<?, ?> expected() {
        try (InputStream in = ScaleImageTest.class.getResourceAsStream("scaled.json")) {
            return (Map<?, ?>) JsonText.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .orElseThrow();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Image made() {
        float[] data = new float[2 * 3 * 9 * 7];
        for (int i = 0; i < data.length; i++) {
            data[i] = (float) (i * 7919L % 101 / 100.0);
        }
        return Image.of(FloatTensor.wrap(data, 2, 3, 9, 7));
    }

    private static Image scale(
            String method, double by, int width, int height, boolean crop, double mega, int multiple) {
        return new ScaleImage()
                .run(
                        new ScaleImage.In(made(), method, by, width, height, crop, mega, multiple, 0),
                        new FolderContext(Path.of(""), ""))
                .image();
    }

    private static void isAs(String name, FloatTensor actual) {
        Map<?, ?> wanted = (Map<?, ?>) EXPECTED.get(name);
        List<?> shape = (List<?>) wanted.get("shape");
        List<?> values = (List<?>) wanted.get("values");
        assertThat(actual.shape())
                .containsExactly(
                        shape.stream().mapToInt(d -> ((Number) d).intValue()).toArray());
        for (int i = 0; i < values.size(); i++) {
            assertThat((double) actual.at(i))
                    .as("%s[%d]", name, i)
                    .isCloseTo(((Number) values.get(i)).doubleValue(), within(2e-6));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nearest", "bilinear", "area", "bicubic", "lanczos"})
    void hasTheNumbersOfTheOriginals(String method) {
        isAs(method + "-5x11", scale(method, 1, 5, 11, false, 0, 1).pixels());
        isAs(method + "-12x4-crop", scale(method, 1, 12, 4, true, 0, 1).pixels());
    }

    @Test
    void findsTheSizeAsTheOriginalsDo() {
        isAs("by-1.5", scale("bilinear", 1.5, 0, 0, false, 0, 1).pixels());
        isAs("megapixels", scale("area", 1, 0, 0, false, 0.0002, 4).pixels());
        isAs("follow", scale("nearest", 1, 0, 20, false, 0, 1).pixels());
        isAs(
                "longest",
                new ScaleImage()
                        .run(
                                new ScaleImage.In(made(), "bicubic", 1, 0, 0, false, 0.5, 4, 15),
                                new FolderContext(Path.of(""), ""))
                        .image()
                        .pixels());
        assertThat(scale("area", 1, 0, 0, false, 0, 1).pixels().toArray())
                .isEqualTo(made().pixels().toArray());
    }

    @Test
    void refusesWhatIsTooLarge() {
        assertThatThrownBy(() -> scale("area", 1, 16384, 16384, false, 0, 1))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("16384x16384 is too large")
                .hasMessageEndingWith("Choose a smaller value of width.");
    }

    private static Image shapes() {
        float[] data = new float[3 * 24 * 20];
        for (int y = 0; y < 24; y++) {
            for (int x = 0; x < 20; x++) {
                int at = y * 20 + x;
                data[at] = (x - 9) * (x - 9) + (y - 11) * (y - 11) < 50 ? 0.9f : 0;
                data[480 + at] = (x + y) % 13 < 5 ? 0.7f : 0;
                data[960 + at] = (float) (x / 19.0);
            }
        }
        return Image.of(FloatTensor.wrap(data, 1, 3, 24, 20));
    }

    private static FloatTensor edges(double low, double high) {
        return new CannyEdges()
                .run(new CannyEdges.In(shapes(), low, high), new FolderContext(Path.of(""), ""))
                .image()
                .pixels();
    }

    @Test
    void drawsTheEdgesOfTheOriginal() {
        for (double[] t : new double[][] {{0.4, 0.8}, {0.1, 0.3}, {0.2, 1.2}}) {
            FloatTensor edges = edges(t[0], t[1]);
            isAs("canny-" + t[0] + "-" + t[1], edges.slice(1, 0, 1));
            assertThat(edges.slice(1, 2, 3).toArray())
                    .isEqualTo(edges.slice(1, 0, 1).toArray());
        }
        assertThatThrownBy(() -> edges(0.5, 0.4)).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void saysHowLargePicturesAre() {
        ImageSize.Out size = new ImageSize().run(new ImageSize.In(made()), new FolderContext(Path.of(""), ""));

        assertThat(List.of(size.width(), size.height(), size.count())).containsExactly(7, 9, 2);
    }
}
