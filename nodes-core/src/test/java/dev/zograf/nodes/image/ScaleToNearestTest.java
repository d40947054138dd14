package dev.zograf.nodes.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.testkit.NodeHarness;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScaleToNearestTest {

    private static Image made(int width, int height) {
        float[] data = new float[3 * width * height];
        for (int i = 0; i < data.length; i++) {
            data[i] = (float) (i * 7919L % 101 / 100.0);
        }
        return Image.of(FloatTensor.wrap(data, 1, 3, height, width));
    }

    private static Image scaled(Image image, String... sizes) throws Exception {
        return NodeHarness.of(new ScaleToNearest())
                .run(Map.of("image", image, "sizes", List.of(sizes)))
                .image();
    }

    @Test
    void theNearestShapeIsTaken() throws Exception {
        assertThat(scaled(made(30, 20), "16x16", "24x16", "16x24").size()).hasToString("24x16");
        assertThat(scaled(made(10, 30), "16x16", "24x16", "16x24").size()).hasToString("16x24");
        assertThat(scaled(made(20, 20), "32x32", "16x16").size()).hasToString("16x16");
    }

    @Test
    void whatIsOverIsCut() throws Exception {
        Image image = made(30, 20);
        Image wanted = NodeHarness.of(new ScaleImage())
                .run(Map.of("image", image, "method", "lanczos", "width", 16, "height", 16, "crop", true))
                .image();

        assertThat(scaled(image, "16x16").pixels().toArray())
                .isEqualTo(wanted.pixels().toArray());
    }

    @Test
    void whatIsNoSizeIsRefused() {
        assertThatThrownBy(() -> scaled(made(4, 4), "16 x 16")).hasMessageContaining("1024x768");
        assertThatThrownBy(() -> scaled(made(4, 4))).hasMessageContaining("name some");
    }
}
