package dev.zograf.api.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageTest {

    @Test
    void everyLevelOfEveryChannelSurvivesTheWayThereAndBack() {
        BufferedImage picture = new BufferedImage(256, 3, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 256; i++) {
            picture.setRGB(i, 0, i << 16);
            picture.setRGB(i, 1, i << 8 | 255 - i);
            picture.setRGB(i, 2, i);
        }
        BufferedImage back = Image.of(picture).toBufferedImage();
        for (int y = 0; y < 3; y++) {
            for (int x = 0; x < 256; x++) {
                assertThat(back.getRGB(x, y)).isEqualTo(picture.getRGB(x, y));
            }
        }
    }

    @Test
    void channelsComeInPlanes() {
        BufferedImage picture = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
        picture.setRGB(0, 0, 0xff0000);
        picture.setRGB(1, 0, 0x0000ff);
        assertThat(Image.of(picture).pixels().toArray()).containsExactly(1, 0, 0, 0, 0, 1);
    }

    @Test
    void valuesOutsideAreClippedAndHalvesGoToTheEvenNeighbour() {
        FloatTensor pixels = FloatTensor.of(new float[] {-1, 2, 0.5f / 255}, 1, 3, 1, 1);
        assertThat(Image.of(pixels).toBufferedImage().getRGB(0, 0) & 0xffffff).isEqualTo(0x00ff00);
    }

    @Test
    void batchesSplitAndJoin() {
        Image a = Image.of(FloatTensor.zeros(2, 3, 4, 5));
        assertThat(Image.batch(List.of(a, a.get(1))).batch()).isEqualTo(3);
        assertThat(a.split()).hasSize(2);
        assertThat(a.size()).isEqualTo(Size.of(5, 4));
        assertThatThrownBy(() -> Image.batch(List.of(a, Image.of(FloatTensor.zeros(1, 3, 5, 5)))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Image.of(FloatTensor.zeros(1, 4, 5, 5)))
                .hasMessageContaining("[batch, 3, height, width]");
    }
}
