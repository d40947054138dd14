package dev.zograf.contrib.filters.blur;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.zograf.api.Node;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.testkit.NodeHarness;
import dev.zograf.testkit.Samples;
import dev.zograf.testkit.Seeded;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BlurNodesTest {

    private static Image flat(int batch, int width, int height) {
        return Image.of(FloatTensor.zeros(batch, 3, height, width).map(zero -> 0.6));
    }

    private static <I extends Record, O extends Record> Image image(Node<I, O> node, Map<String, Object> in)
            throws Exception {
        O out = NodeHarness.of(node).run(in);
        return (Image) out.getClass().getMethod("image").invoke(out);
    }

    @Test
    void aPictureOfOneColourStaysAsItIs() {
        Seeded.check(25, random -> {
            Image image = flat(1 + random.nextInt(2), 1 + random.nextInt(70), 1 + random.nextInt(70));
            for (Node<?, ?> node :
                    List.of(new GaussianBlur(), new BoxBlur(), new MedianBlur(), new BilateralBlur(), new Sharpen())) {
                Image out = image(node, Map.of("image", image));
                assertThat(out.pixels().shape()).isEqualTo(image.pixels().shape());
                for (float v : out.pixels().toArray()) {
                    assertThat((double) v).as(node.getClass().getSimpleName()).isCloseTo(0.6, within(1e-5));
                }
            }
        });
    }

    @Test
    void blursOfNoWidthChangeNothing() throws Exception {
        Image image = Samples.noise(2, 13, 7, 5);
        float[] pixels = image.pixels().toArray();

        assertThat(image(new GaussianBlur(), Map.of("image", image, "sigma", 0.0))
                        .pixels()
                        .toArray())
                .isEqualTo(pixels);
        assertThat(image(new BoxBlur(), Map.of("image", image, "radius", 0))
                        .pixels()
                        .toArray())
                .isEqualTo(pixels);
        assertThat(image(new MedianBlur(), Map.of("image", image, "radius", 0))
                        .pixels()
                        .toArray())
                .isEqualTo(pixels);
        assertThat(image(new Sharpen(), Map.of("image", image, "amount", 0.0))
                        .pixels()
                        .toArray())
                .isEqualTo(pixels);
    }

    @Test
    void sharpeningAddsWhatTheBlurTakesAway() throws Exception {
        Image image = Samples.gradient(9, 9);
        FloatTensor blurred =
                image(new GaussianBlur(), Map.of("image", image, "sigma", 1.5)).pixels();
        FloatTensor sharp = image(new Sharpen(), Map.of("image", image, "sigma", 1.5, "amount", 2.0))
                .pixels();

        for (int i = 0; i < sharp.size(); i++) {
            float x = image.pixels().at(i);
            double expected = Math.min(Math.max(x + 2 * ((double) x - blurred.at(i)), 0), 1);
            assertThat((double) sharp.at(i)).isCloseTo(expected, within(1e-6));
        }
        assertThat(image(new Sharpen(), Map.of("image", image, "threshold", 1.0))
                        .pixels()
                        .toArray())
                .isEqualTo(image.pixels().toArray());
    }

    @Test
    void noiseHasItsStrengthAndItsSeed() throws Exception {
        Image image = Image.of(FloatTensor.zeros(2, 3, 64, 64).map(zero -> 0.5));
        for (String distribution : List.of("gaussian", "uniform")) {
            FloatTensor out = image(
                            new Noise(),
                            Map.of("image", image, "amount", 0.05, "distribution", distribution, "monochrome", false))
                    .pixels();
            double squares = 0;
            for (float v : out.toArray()) {
                squares += (v - 0.5) * (v - 0.5);
            }
            assertThat(Math.sqrt(squares / out.size())).isCloseTo(0.05, within(0.002));
        }
        Map<String, Object> in = Map.of("image", image, "grain", 3, "seed", 7L);
        FloatTensor grey = image(new Noise(), in).pixels();
        assertThat(image(new Noise(), in).pixels().toArray()).isEqualTo(grey.toArray());
        assertThat(grey.slice(1, 0, 1).toArray()).isEqualTo(grey.slice(1, 2, 3).toArray());
        assertThat(grey.slice(0, 0, 1).toArray())
                .isNotEqualTo(grey.slice(0, 1, 2).toArray());
        assertThat(image(new Noise(), Map.of("image", image, "grain", 3, "seed", 8L))
                        .pixels()
                        .toArray())
                .isNotEqualTo(grey.toArray());
    }
}
