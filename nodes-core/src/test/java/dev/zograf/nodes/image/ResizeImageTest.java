package dev.zograf.nodes.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Mask;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResizeImageTest {

    private static Image resize(Image image, int width, int height, String filter) {
        return new ResizeImage()
                .run(
                        new ResizeImage.In(image, width, height, filter, Optional.empty(), "exact"),
                        new FolderContext(Path.of(""), ""))
                .image();
    }

    private static Image random(int width, int height) {
        Random random = new Random(7);
        float[] pixels = new float[3 * width * height];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = random.nextFloat();
        }
        return Image.of(FloatTensor.wrap(pixels, 1, 3, height, width));
    }

    @ParameterizedTest
    @EnumSource
    void keepsAnEvenColour(Resampling filter) {
        Image even = Image.of(FloatTensor.zeros(2, 3, 9, 7).map(x -> 0.25));
        for (int[] size : new int[][] {{20, 31}, {3, 2}, {1, 1}, {7, 40}}) {
            FloatTensor out = filter.resize(even.pixels(), size[0], size[1]);
            assertThat(out.shape()).containsExactly(2, 3, size[1], size[0]);
            for (float value : out.toArray()) {
                assertThat(value).isCloseTo(0.25f, within(1e-6f));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void leavesASizeAsItIs(Resampling filter) {
        Image image = random(6, 5);
        assertThat(filter.resize(image.pixels(), 6, 5).toArray())
                .isEqualTo(image.pixels().toArray());
    }

    @Test
    void averagesWhenItShrinksByHalf() {
        // A triangle two output pixels wide, sampled at 0.25 and 0.75 from its middle: weights 3/8 and 1/8, cut at the
        // border.
        Image row = Image.of(FloatTensor.of(new float[] {0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1}, 1, 3, 1, 4));

        Image half = resize(row, 2, 1, "bilinear");

        assertThat(half.pixels().at(0)).isCloseTo(1 / 7f, within(1e-6f));
        assertThat(half.pixels().at(1)).isCloseTo(6 / 7f, within(1e-6f));
    }

    @Test
    void repeatsPixelsWithNearest() {
        Image image = Image.of(FloatTensor.of(new float[] {0, 1, .5f, .5f, 1, 0}, 1, 3, 1, 2));
        assertThat(resize(image, 4, 2, "nearest").pixels().slice(1, 0, 1).toArray())
                .containsExactly(0, 0, 1, 1, 0, 0, 1, 1);
    }

    @Test
    void followsTheOtherSide() {
        assertThat(resize(random(30, 20), 15, 0, "lanczos").size()).hasToString("15x10");
        assertThat(resize(random(30, 20), 0, 40, "bicubic").size()).hasToString("60x40");
    }

    @Test
    void refusesNoSizeAndTooLargeOnes() {
        assertThatThrownBy(() -> resize(random(3, 3), 0, 0, "nearest"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("width, a height or both");
        assertThatThrownBy(() -> resize(random(3, 3), 16384, 0, "nearest"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("16384x16384 is too large")
                .hasMessageContaining("smaller width");
        assertThatThrownBy(() -> resize(random(3, 3), 16384, 16384, "nearest"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("too large");
    }

    private static Image resize(Image image, Mask transparent, String rounding) {
        return new ResizeImage()
                .run(
                        new ResizeImage.In(image, 1, 1, "bilinear", Optional.of(transparent), rounding),
                        new FolderContext(Path.of(""), ""))
                .image();
    }

    @ParameterizedTest
    @ValueSource(strings = {"exact", "pillow"})
    void whatDoesNotShowDoesNotBleed(String rounding) {
        Image picture = Image.of(FloatTensor.of(new float[] {1, 0.2f, 0, 0.4f, 1, 0.6f}, 1, 3, 1, 2));
        Mask left = Mask.of(FloatTensor.of(new float[] {1, 0}, 1, 1, 2));

        Image one = resize(picture, left, rounding);

        assertThat(one.pixels().toArray()).containsExactly(new float[] {0.2f, 0.4f, 0.6f}, within(0.005f));
        assertThatThrownBy(() -> resize(picture, Mask.of(FloatTensor.zeros(1, 2, 2)), rounding))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("1 mask of 2x2 beside 1 picture of 2x1");
    }

    /** What Pillow 13 makes of a picture of mode I;16 by {@code resize} with Lanczos and {@code convert("RGB")}. */
    @Test
    void grey16IsWhatPillowMakesOfIt() {
        int[] levels = {65535, 25, 53, 71, 54, 0, 0, 0, 0, 28, 99, 129, 186, 40000, 79, 47, 207, 220, 9, 34};

        assertThat(grey16(levels, 5, 4, 5, 4))
                .containsExactly(255, 25, 53, 71, 54, 0, 0, 0, 0, 28, 99, 129, 186, 255, 79, 47, 207, 220, 9, 34);
        assertThat(grey16(levels, 5, 4, 3, 3)).containsExactly(255, 0, 0, 0, 255, 255, 255, 255, 255);
        assertThat(grey16(levels, 5, 4, 7, 5))
                .containsExactly(
                        255, 255, 0, 60, 255, 255, 53, 255, 255, 7, 0, 0, 0, 41, 0, 0, 0, 81, 255, 255, 6, 255, 255, 78,
                        218, 255, 255, 10, 28, 45, 255, 219, 0, 0, 44);
    }

    private static int[] grey16(int[] levels, int width, int height, int newWidth, int newHeight) {
        float[] pixels = new float[3 * levels.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = levels[i % levels.length] / 65535f;
        }
        FloatTensor made = new ResizeImage()
                .run(
                        new ResizeImage.In(
                                Image.of(FloatTensor.wrap(pixels, 1, 3, height, width)),
                                newWidth,
                                newHeight,
                                "lanczos",
                                Optional.empty(),
                                "pillow-grey16"),
                        new FolderContext(Path.of(""), ""))
                .image()
                .pixels();
        int[] out = new int[newWidth * newHeight];
        for (int i = 0; i < out.length; i++) {
            out[i] = Math.round(made.at(i) * 255);
        }
        return out;
    }

    @Test
    void grey16HasNothingTransparent() {
        assertThatThrownBy(() -> resize(random(3, 3), Mask.of(FloatTensor.zeros(1, 3, 3)), "pillow-grey16"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("nothing transparent");
    }
}
