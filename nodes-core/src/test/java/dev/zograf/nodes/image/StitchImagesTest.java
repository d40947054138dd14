package dev.zograf.nodes.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.testkit.NodeHarness;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StitchImagesTest {

    /** Each picture of one value: its place in the batch tenths above the first's. */
    private static Image plain(int batch, int width, int height, double value) {
        float[] data = new float[batch * 3 * width * height];
        for (int i = 0; i < data.length; i++) {
            data[i] = (float) (value + i / (3 * width * height) / 10.0);
        }
        return Image.of(FloatTensor.wrap(data, batch, 3, height, width));
    }

    private static FloatTensor stitched(Image first, Image second, Object... more) throws Exception {
        Map<String, Object> in = new HashMap<>(Map.of("first", first, "second", second));
        for (int i = 0; i < more.length; i += 2) {
            in.put((String) more[i], more[i + 1]);
        }
        return NodeHarness.of(new StitchImages()).run(in).image().pixels();
    }

    private static float[] row(FloatTensor pixels, int entry, int channel, int y) {
        return pixels.slice(0, entry, entry + 1)
                .slice(1, channel, channel + 1)
                .slice(2, y, y + 1)
                .toArray();
    }

    private static float[] column(FloatTensor pixels, int channel, int x) {
        return pixels.slice(0, 0, 1)
                .slice(1, channel, channel + 1)
                .slice(3, x, x + 1)
                .toArray();
    }

    @Test
    void theSecondIsLaidOnASideOfTheFirst() throws Exception {
        Image first = plain(1, 2, 2, 0.25);
        Image second = plain(1, 1, 2, 0.75);

        assertThat(row(stitched(first, second, "fit", false), 0, 0, 1)).containsExactly(0.25f, 0.25f, 0.75f);
        assertThat(row(stitched(first, second, "side", "left", "fit", false), 0, 2, 0))
                .containsExactly(0.75f, 0.25f, 0.25f);
        assertThat(column(stitched(first, plain(1, 2, 1, 0.75), "side", "down", "fit", false), 1, 1))
                .containsExactly(0.25f, 0.25f, 0.75f);
        assertThat(column(stitched(first, plain(1, 2, 1, 0.75), "side", "up", "fit", false), 1, 0))
                .containsExactly(0.75f, 0.25f, 0.25f);
    }

    @Test
    void theSecondIsScaledToTheSideWhereTheyMeet() throws Exception {
        Image first = plain(1, 2, 4, 0.25);
        Image second = plain(1, 7, 10, 0.75);
        Image scaled = NodeHarness.of(new ScaleImage())
                .run(Map.of("image", second, "method", "lanczos", "width", 2, "height", 4))
                .image();

        FloatTensor beside = stitched(first, second);
        assertThat(beside.shape()).containsExactly(1, 3, 4, 4);
        assertThat(beside.slice(3, 2, 4).toArray()).isEqualTo(scaled.pixels().toArray());
        assertThat(stitched(first, second, "side", "down").shape())
                .as("2 / 0.7 is cut to 2")
                .containsExactly(1, 3, 6, 2);
    }

    @Test
    void theShorterIsFilledUpAndTheGapIsEven() throws Exception {
        FloatTensor white = stitched(plain(1, 1, 4, 0.25), plain(1, 1, 1, 0.75), "fit", false, "gap", 1);
        FloatTensor green =
                stitched(plain(1, 1, 4, 0.25), plain(1, 1, 1, 0.75), "fit", false, "gap", 2, "colour", "green");

        assertThat(white.shape()).containsExactly(1, 3, 4, 4);
        assertThat(column(white, 0, 3)).containsExactly(1, 0.75f, 1, 1);
        assertThat(row(white, 0, 0, 1)).containsExactly(0.25f, 1, 1, 0.75f);
        assertThat(column(green, 1, 3)).containsExactly(0, 0.75f, 0, 0);
        assertThat(List.of(row(green, 0, 0, 1)[1], row(green, 0, 1, 1)[1], row(green, 0, 2, 1)[2]))
                .containsExactly(0f, 1f, 0f);
    }

    @Test
    void ofASmallerBatchTheLastPictureStandsBesideTheRest() throws Exception {
        FloatTensor pixels = stitched(plain(3, 1, 1, 0), plain(2, 1, 1, 0.5));

        assertThat(pixels.shape()).containsExactly(3, 3, 1, 2);
        assertThat(row(pixels, 1, 0, 0)).containsExactly(0.1f, 0.6f);
        assertThat(row(pixels, 2, 0, 0)).containsExactly(0.2f, 0.6f);
    }
}
