package dev.zograf.contrib.filters.blend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Mask;
import dev.zograf.testkit.NodeHarness;
import dev.zograf.testkit.Samples;
import dev.zograf.testkit.Seeded;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlendTest {

    private static Image flat(double v) {
        return Image.of(FloatTensor.zeros(1, 3, 1, 1).map(zero -> v));
    }

    private static Image dot(double r, double g, double b) {
        return Image.of(FloatTensor.of(new float[] {(float) r, (float) g, (float) b}, 1, 3, 1, 1));
    }

    private static Image blend(Image base, Image layer, String mode) throws Exception {
        return NodeHarness.of(new Blend())
                .run(Map.of("base", base, "layer", layer, "mode", mode))
                .image();
    }

    @ParameterizedTest
    @CsvSource({
        "normal, 0.2, 0.7, 0.7",
        "multiply, 0.2, 0.7, 0.14",
        "screen, 0.2, 0.7, 0.76", // 0.2 + 0.7 - 0.14
        "overlay, 0.2, 0.7, 0.28", // hard light with both swapped: 0.7 * 0.4
        "overlay, 0.8, 0.7, 0.88", // screen(0.7, 0.6)
        "darken, 0.2, 0.7, 0.2",
        "lighten, 0.2, 0.7, 0.7",
        "colour-dodge, 0.2, 0.5, 0.4", // 0.2 / (1 - 0.5)
        "colour-dodge, 0, 1, 0",
        "colour-dodge, 0.1, 1, 1",
        "colour-burn, 0.8, 0.5, 0.6", // 1 - 0.2 / 0.5
        "colour-burn, 1, 0, 1",
        "colour-burn, 0.9, 0, 0",
        "hard-light, 0.2, 0.7, 0.52", // screen(0.2, 0.4)
        "hard-light, 0.2, 0.3, 0.12",
        "soft-light, 0.2, 0.3, 0.136", // 0.2 - 0.4 * 0.2 * 0.8
        "soft-light, 0.2, 0.7, 0.2992", // 0.2 + 0.4 * (((16 * 0.2 - 12) * 0.2 + 4) * 0.2 - 0.2)
        "soft-light, 0.64, 0.7, 0.704", // 0.64 + 0.4 * (0.8 - 0.64)
        "difference, 0.2, 0.7, 0.5",
        "exclusion, 0.2, 0.7, 0.62",
        "add, 0.5, 0.7, 1",
        "subtract, 0.2, 0.7, 0",
        "divide, 0.2, 0.8, 0.25",
        "divide, 0, 0, 0",
        "linear-burn, 0.6, 0.7, 0.3",
        "linear-light, 0.6, 0.4, 0.4"
    })
    void theFormulasAreThoseOfTheW3c(String mode, double base, double layer, double expected) throws Exception {
        assertThat((double) blend(flat(base), flat(layer), mode).pixels().at(0)).isCloseTo(expected, within(1e-6));
    }

    @Test
    void lightnessAndSaturationMoveBetweenColours() throws Exception {
        Image base = dot(0.2, 0.4, 0.6);
        Image layer = dot(0.9, 0.5, 0.1);
        double lightness = 0.3 * 0.2 + 0.59 * 0.4 + 0.11 * 0.6;

        for (String mode : new String[] {"hue", "saturation", "colour"}) {
            FloatTensor out = blend(base, layer, mode).pixels();
            assertThat(0.3 * out.at(0) + 0.59 * out.at(1) + 0.11 * out.at(2))
                    .as(mode)
                    .isCloseTo(lightness, within(1e-6));
        }
        FloatTensor light = blend(base, layer, "luminosity").pixels();
        assertThat(0.3 * light.at(0) + 0.59 * light.at(1) + 0.11 * light.at(2))
                .isCloseTo(0.3 * 0.9 + 0.59 * 0.5 + 0.11 * 0.1, within(1e-6));
        FloatTensor grey = blend(base, flat(0.9), "saturation").pixels();
        assertThat((double) grey.at(0)).isCloseTo(lightness, within(1e-6));
        assertThat((double) grey.at(2)).isCloseTo(lightness, within(1e-6));
    }

    @Test
    void opacityAndMaskWeigh() throws Exception {
        Image base = Image.of(FloatTensor.zeros(1, 3, 1, 4));
        Image layer = Image.of(FloatTensor.zeros(2, 3, 1, 4).map(zero -> 1));

        Image image = NodeHarness.of(new Blend())
                .run(Map.of("base", base, "layer", layer, "opacity", 0.5, "mask", Samples.rightHalf(4, 1)))
                .image();

        assertThat(image.batch()).isEqualTo(2);
        assertThat(image.pixels().slice(0, 1, 2).slice(1, 2, 3).toArray()).containsExactly(0, 0, 0.5f, 0.5f);
    }

    @Test
    void batchesThatDoNotGoTogetherAreNamed() {
        assertThatThrownBy(() -> blend(Samples.noise(2, 4, 4, 1), Samples.noise(3, 4, 4, 1), "normal"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("A batch of 3 does not go with one of 2");
        assertThatThrownBy(() -> NodeHarness.of(new Blend())
                        .run(Map.of("base", flat(0), "layer", flat(1), "mask", Mask.of(FloatTensor.zeros(1, 2, 3)))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContainingAll("3x2", "1x1");
    }

    @Test
    void compositesAnywhere() {
        Seeded.check(80, random -> {
            int width = 1 + random.nextInt(20);
            int height = 1 + random.nextInt(20);
            Image base = Samples.noise(1 + random.nextInt(2), width, height, random.nextLong());
            Image layer = Samples.noise(1, 1 + random.nextInt(20), 1 + random.nextInt(20), random.nextLong());
            int x = random.nextInt(60) - 30;
            int y = random.nextInt(60) - 30;

            Image image = NodeHarness.of(new Composite())
                    .run(Map.of("base", base, "layer", layer, "x", x, "y", y))
                    .image();

            for (int b = 0; b < base.batch(); b++) {
                for (int i = 0; i < 3 * width * height; i++) {
                    int c = i / (width * height);
                    int fromX = i % width - x;
                    int fromY = i / width % height - y;
                    boolean over = fromX >= 0 && fromY >= 0 && fromX < layer.width() && fromY < layer.height();
                    float expected = over
                            ? layer.pixels().at((c * layer.height() + fromY) * layer.width() + fromX)
                            : base.pixels().at(b * 3 * width * height + i);
                    assertThat(image.pixels().at(b * 3 * width * height + i)).isEqualTo(expected);
                }
            }
        });
    }

    @Test
    void compositesThroughAMask() throws Exception {
        Image base = Image.of(FloatTensor.zeros(1, 3, 1, 4));
        Image layer = Image.of(FloatTensor.zeros(1, 3, 1, 2).map(zero -> 1));
        Mask mask = Mask.of(FloatTensor.of(new float[] {0.25f, 1}, 1, 1, 2));

        Image image = NodeHarness.of(new Composite())
                .run(Map.of("base", base, "layer", layer, "x", 1, "mask", mask))
                .image();

        assertThat(image.pixels().slice(1, 0, 1).toArray()).containsExactly(0, 0.25f, 1, 0);
    }
}
