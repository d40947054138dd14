package dev.zograf.nodes.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.testkit.NodeHarness;
import dev.zograf.testkit.Samples;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WatermarkTest {

    private static WatermarkImage.Out mark(Image image, String text) throws Exception {
        return NodeHarness.of(new WatermarkImage()).run(Map.of("image", image, "text", text));
    }

    private static ReadWatermark.Out read(Image image, int length) throws Exception {
        return NodeHarness.of(new ReadWatermark()).run(Map.of("image", image, "length", length));
    }

    /** A gentle picture with some colour, as paintings are. */
    private static Image picture(int width, int height, long seed) {
        Random random = new Random(seed);
        float[] pixels = new float[3 * width * height];
        double[] phase = random.doubles(9, 0, 6).toArray();
        for (int i = 0; i < pixels.length; i++) {
            int c = i / (width * height);
            double x = (double) (i % width) / width;
            double y = (double) (i / width % height) / height;
            pixels[i] = (float) (0.5
                    + 0.2 * Math.sin(5 * x + phase[c]) * Math.cos(4 * y + phase[c + 3])
                    + 0.02 * random.nextGaussian());
        }
        return Image.of(FloatTensor.wrap(pixels, 1, 3, height, width).clamp(0, 1));
    }

    @Test
    void readsBackWhatWasPutIn() throws Exception {
        for (String text : new String[] {"StableDiffusionV1", "ябълка", "x"}) {
            for (int seed = 0; seed < 5; seed++) {
                WatermarkImage.Out marked = mark(picture(397, 261, seed), text);

                ReadWatermark.Out out = read(marked.image(), marked.length());

                assertThat(out.text()).isEqualTo(text);
                assertThat(out.agreement()).isGreaterThan(0.8);
            }
        }
    }

    @Test
    void isNotSeen() throws Exception {
        Image before = picture(256, 256, 1);

        float[] after = mark(before, "test").image().pixels().toArray();

        double sum = 0;
        for (int i = 0; i < after.length; i++) {
            double difference = 255 * (after[i] - before.pixels().at(i));
            sum += difference * difference;
        }
        assertThat(10 * Math.log10(255 * 255 / (sum / after.length))).isGreaterThan(33);
    }

    @Test
    void survivesEightBitsAndALittleNoise() throws Exception {
        Image marked = mark(picture(512, 512, 2), "test").image();

        Image noisy = Image.of(marked.pixels()
                .plus(0.008, Samples.normal(1, marked.pixels().shape()))
                .clamp(0, 1));

        assertThat(read(noisy, 4).text()).isEqualTo("test");
        assertThat(read(Image.of(marked.toBufferedImage()), 4).text()).isEqualTo("test");
    }

    @Test
    void withoutAWatermarkTheBlocksDoNotAgree() throws Exception {
        assertThat(read(picture(512, 512, 3), 4).agreement()).isLessThan(0.5);
    }

    @Test
    void textsThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> mark(picture(64, 64, 1), "StableDiffusionV1"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("holds 8 bytes");
    }
}
