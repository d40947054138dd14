package dev.zograf.contrib.lines;

import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;

/** What the tests share. */
final class Pictures {

    private Pictures() {}

    /** The picture of the Python reference: {@code (7x + 13y + 40c + 9 (xy mod 11)) mod 256} of 255. */
    static Image pattern(int width, int height) {
        float[] out = new float[3 * width * height];
        for (int i = 0; i < out.length; i++) {
            int x = i % width;
            int y = i / width % height;
            int c = i / width / height;
            out[i] = (x * 7 + y * 13 + c * 40 + x * y % 11 * 9) % 256 / 255f;
        }
        return Image.of(FloatTensor.wrap(out, 1, 3, height, width));
    }

    /** A black bar, three pixels wide, down the middle of a white picture. */
    static Image bar(int width, int height) {
        float[] out = new float[3 * width * height];
        for (int i = 0; i < out.length; i++) {
            out[i] = Math.abs(i % width - width / 2) <= 1 ? 0 : 1;
        }
        return Image.of(FloatTensor.wrap(out, 1, 3, height, width));
    }

    /** The folder of the test's resources: a models folder. */
    static Path models() throws URISyntaxException {
        URL file = Objects.requireNonNull(Pictures.class.getResource("/tiny-hed-edges.safetensors"));
        return Objects.requireNonNull(Path.of(file.toURI()).getParent());
    }
}
