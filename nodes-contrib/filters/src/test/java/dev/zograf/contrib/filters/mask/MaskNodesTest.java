package dev.zograf.contrib.filters.mask;

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

class MaskNodesTest {

    private static Mask mask(int width, int height, float... values) {
        return Mask.of(FloatTensor.of(values, values.length / width / height, height, width));
    }

    @Test
    void growingTakesTheGreatestAndShrinkingTheLeast() {
        Seeded.check(40, random -> {
            int width = 1 + random.nextInt(40);
            int height = 1 + random.nextInt(40);
            int radius = 1 + random.nextInt(20);
            Mask given = Mask.of(Samples.uniform(random.nextLong(), 1, height, width));

            Mask grown = NodeHarness.of(new GrowMask())
                    .run(Map.of("mask", given, "pixels", radius, "round", false))
                    .mask();
            Mask shrunk = NodeHarness.of(new GrowMask())
                    .run(Map.of("mask", given, "pixels", -radius, "round", false))
                    .mask();

            int x = random.nextInt(width);
            int y = random.nextInt(height);
            float most = 0;
            float least = 1;
            for (int j = Math.max(0, y - radius); j <= Math.min(height - 1, y + radius); j++) {
                for (int i = Math.max(0, x - radius); i <= Math.min(width - 1, x + radius); i++) {
                    most = Math.max(most, given.values().at(j * width + i));
                    least = Math.min(least, given.values().at(j * width + i));
                }
            }
            assertThat(grown.values().at(y * width + x)).isEqualTo(most);
            assertThat(shrunk.values().at(y * width + x)).isEqualTo(least);
        });
    }

    @Test
    void aRoundMaskGrowsIntoADisc() throws Exception {
        float[] values = new float[101 * 101];
        values[50 * 101 + 50] = 1;

        Mask grown = NodeHarness.of(new GrowMask())
                .run(Map.of("mask", mask(101, 101, values), "pixels", 20))
                .mask();

        for (int i = 0; i < values.length; i++) {
            double distance = Math.hypot(i % 101 - 50, i / 101 - 50);
            if (distance <= 18) {
                assertThat(grown.values().at(i)).isEqualTo(1);
            } else if (distance > 21.5) {
                assertThat(grown.values().at(i)).isZero();
            }
        }
    }

    @Test
    void featheringFadesTowardsTheSides() throws Exception {
        Mask out = NodeHarness.of(new FeatherMask())
                .run(Map.of("mask", mask(6, 1, 1, 1, 1, 1, 1, 1), "left", 4, "right", 1))
                .mask();
        assertThat(out.values().toArray()).containsExactly(0.25f, 0.5f, 0.75f, 1, 1, 1);
    }

    @ParameterizedTest
    @CsvSource({"union, 0.7", "intersection, 0.2", "difference, 0.5", "add, 0.9", "subtract, 0", "multiply, 0.14"})
    void masksCombine(String by, double expected) throws Exception {
        Mask out = NodeHarness.of(new CombineMasks())
                .run(Map.of("a", mask(1, 1, 0.2f), "b", mask(1, 1, 0.7f, 0.7f), "by", by))
                .mask();
        assertThat(out.batch()).isEqualTo(2);
        assertThat((double) out.values().at(1)).isCloseTo(expected, within(1e-6));
    }

    @Test
    void masksOfTwoSizesAreRefused() {
        assertThatThrownBy(
                        () -> NodeHarness.of(new CombineMasks()).run(Map.of("a", mask(2, 1, 0, 0), "b", mask(1, 1, 0))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContainingAll("1x1", "2x1");
    }

    @Test
    void coloursAndChannelsBecomeMasks() throws Exception {
        Image image = Image.of(FloatTensor.of(new float[] {0, 0.2f, 1, 1, 0.9f, 0, 0, 0.1f, 0}, 1, 3, 1, 3));

        assertThat(NodeHarness.of(new MaskFromColour())
                        .run(Map.of("image", image, "colour", "#00ff00", "tolerance", 0.0))
                        .mask()
                        .values()
                        .toArray())
                .containsExactly(1, 0, 0);
        float[] soft = NodeHarness.of(new MaskFromColour())
                .run(Map.of("image", image, "colour", "#0f0", "tolerance", 0.1, "softness", 0.2))
                .mask()
                .values()
                .toArray();
        assertThat((double) soft[1]).isCloseTo(0.5, within(0.02));
        assertThat(NodeHarness.of(new MaskFromImage())
                        .run(Map.of("image", image, "channel", "red"))
                        .mask()
                        .values()
                        .toArray())
                .containsExactly(0, 0.2f, 1);
        assertThat((double) NodeHarness.of(new MaskFromImage())
                        .run(Map.of("image", image))
                        .mask()
                        .values()
                        .at(0))
                .isCloseTo(0.587, within(1e-6));
    }

    @Test
    void masksAreShownInvertedThresholdedCutAndMade() throws Exception {
        Mask given = mask(3, 1, 0, 0.5f, 1);

        assertThat(NodeHarness.of(new InvertMask())
                        .run(Map.of("mask", given))
                        .mask()
                        .values()
                        .toArray())
                .containsExactly(1, 0.5f, 0);
        assertThat(NodeHarness.of(new ThresholdMask())
                        .run(Map.of("mask", given))
                        .mask()
                        .values()
                        .toArray())
                .containsExactly(0, 1, 1);
        assertThat(NodeHarness.of(new MaskToImage())
                        .run(Map.of("mask", given))
                        .image()
                        .pixels()
                        .toArray())
                .containsExactly(0, 0.5f, 1, 0, 0.5f, 1, 0, 0.5f, 1);
        assertThat(NodeHarness.of(new CropMask())
                        .run(Map.of("mask", given, "x", 1, "width", 2, "height", 1))
                        .mask()
                        .values()
                        .toArray())
                .containsExactly(0.5f, 1);
        assertThat(NodeHarness.of(new ResizeMask())
                        .run(Map.of("mask", given, "width", 6, "height", 2, "kernel", "nearest"))
                        .mask()
                        .values()
                        .slice(1, 1, 2)
                        .toArray())
                .containsExactly(0, 0, 0.5f, 0.5f, 1, 1);
        assertThat(NodeHarness.of(new SolidMask())
                        .run(Map.of("width", 2, "height", 1, "value", 0.25))
                        .mask()
                        .values()
                        .toArray())
                .containsExactly(0.25f, 0.25f);
        assertThat(NodeHarness.of(new BlurMask())
                        .run(Map.of("mask", given, "sigma", 0.0))
                        .mask()
                        .values()
                        .toArray())
                .containsExactly(0, 0.5f, 1);
    }
}
