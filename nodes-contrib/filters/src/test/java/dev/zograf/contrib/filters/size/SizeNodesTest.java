package dev.zograf.contrib.filters.size;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.testkit.NodeHarness;
import dev.zograf.testkit.Samples;
import dev.zograf.testkit.Seeded;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizeNodesTest {

    @ParameterizedTest
    @CsvSource({
        "40, 20, 10, 10, stretch, 10x10",
        "40, 20, 10, 10, contain, 10x5",
        "40, 20, 10, 10, pad, 10x10",
        "40, 20, 10, 10, cover, 10x10",
        "20, 40, 10, 10, contain, 5x10",
        "1, 70, 64, 64, contain, 1x64",
        "1, 70, 64, 64, cover, 64x64"
    })
    void fits(int width, int height, int frameWidth, int frameHeight, String fit, String expected) throws Exception {
        Image image = NodeHarness.of(new FitImage())
                .run(Map.of(
                        "image",
                        Samples.gradient(width, height),
                        "width",
                        frameWidth,
                        "height",
                        frameHeight,
                        "fit",
                        fit))
                .image();
        assertThat(image.size()).hasToString(expected);
    }

    @Test
    void everyFitFitsAndStaysWithinTheTones() {
        Seeded.check(120, random -> {
            Image image = Samples.noise(
                    1 + random.nextInt(2), 1 + random.nextInt(70), 1 + random.nextInt(70), random.nextLong());
            int width = 1 + random.nextInt(70);
            int height = 1 + random.nextInt(70);
            String fit = new String[] {"stretch", "contain", "pad", "cover"}[random.nextInt(4)];
            String kernel =
                    new String[] {"auto", "nearest", "bilinear", "bicubic", "area", "lanczos"}[random.nextInt(6)];

            Image out = NodeHarness.of(new FitImage())
                    .run(Map.of("image", image, "width", width, "height", height, "fit", fit, "kernel", kernel))
                    .image();

            assertThat(out.batch()).isEqualTo(image.batch());
            if (fit.equals("contain")) {
                assertThat(out.width() == width || out.height() == height).isTrue();
                assertThat(out.width() <= width && out.height() <= height).isTrue();
            } else {
                assertThat(out.size()).hasToString(width + "x" + height);
            }
            for (float v : out.pixels().toArray()) {
                assertThat(v).isBetween(0f, 1f);
            }
        });
    }

    @Test
    void paddingShowsTheBackgroundAndCoveringTheChosenPart() throws Exception {
        Image wide = Samples.gradient(40, 20);
        Image padded = NodeHarness.of(new FitImage())
                .run(Map.of(
                        "image", wide, "width", 40, "height", 40, "fit", "pad", "background", "#ff0000", "alignY", 0.0))
                .image();
        assertThat(padded.pixels().slice(2, 0, 20).toArray())
                .isEqualTo(wide.pixels().toArray());
        assertThat(padded.toBufferedImage().getRGB(20, 30) & 0xffffff).isEqualTo(0xff0000);

        Image right = NodeHarness.of(new FitImage())
                .run(Map.of("image", wide, "width", 20, "height", 20, "alignX", 1.0))
                .image();
        assertThat(right.pixels().toArray())
                .isEqualTo(wide.pixels().slice(3, 20, 40).toArray());
    }

    @ParameterizedTest
    @CsvSource({
        "factor, 2, 1, 80x40",
        "factor, 0.25, 1, 10x5",
        "megapixels, 0.5, 64, 1024x512",
        "longest, 100, 1, 100x50",
        "shortest, 100, 8, 200x104",
        "width, 10, 1, 10x5",
        "height, 10, 1, 20x10",
        "longest, 1, 1, 1x1"
    })
    void scales(String by, double value, int multipleOf, String expected) throws Exception {
        Image image = NodeHarness.of(new ScaleImage())
                .run(Map.of("image", Samples.gradient(40, 20), "by", by, "value", value, "multipleOf", multipleOf))
                .image();
        assertThat(image.size()).hasToString(expected);
    }

    @Test
    void whatIsTooLargeIsSaid() {
        assertThatThrownBy(() -> NodeHarness.of(new ScaleImage())
                        .run(Map.of("image", Samples.gradient(64, 64), "value", 16000.0)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("too large");
        assertThatThrownBy(() -> NodeHarness.of(new PadImage())
                        .run(Map.of("image", Samples.gradient(64, 64), "left", 16384, "top", 16384)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("too large");
    }

    @Test
    void cropsWhatIsThere() throws Exception {
        Image image = Samples.noise(2, 9, 7, 3);
        NodeHarness<CropImage.In, CropImage.Out> node = NodeHarness.of(new CropImage());

        assertThat(node.run(Map.of("image", image, "x", 2, "y", 1, "width", 4, "height", 3))
                        .image()
                        .pixels()
                        .toArray())
                .isEqualTo(image.pixels().slice(2, 1, 4).slice(3, 2, 6).toArray());
        assertThatThrownBy(() -> node.run(Map.of("image", image, "x", 6, "width", 4, "height", 3)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContainingAll("4x3", "6,0", "9x7");
    }

    @Test
    void padsByColourMirrorAndRepetition() throws Exception {
        Image row = Samples.gradient(4, 1);
        float[] reds = row.pixels().slice(1, 0, 1).toArray();
        NodeHarness<PadImage.In, PadImage.Out> node = NodeHarness.of(new PadImage());

        assertThat(reds(node.run(Map.of("image", row, "left", 2, "right", 1, "colour", "#ffffff"))
                        .image()))
                .containsExactly(1, 1, reds[0], reds[1], reds[2], reds[3], 1);
        assertThat(reds(node.run(Map.of("image", row, "left", 2, "right", 1, "fill", "reflect"))
                        .image()))
                .containsExactly(reds[2], reds[1], reds[0], reds[1], reds[2], reds[3], reds[2]);
        assertThat(reds(node.run(Map.of("image", row, "left", 2, "right", 1, "fill", "replicate"))
                        .image()))
                .containsExactly(reds[0], reds[0], reds[0], reds[1], reds[2], reds[3], reds[3]);
    }

    private static float[] reds(Image image) {
        return image.pixels().slice(0, 0, 1).slice(1, 0, 1).toArray();
    }

    @Test
    void outpaintingMasksTheBorderAndFadesIntoThePicture() throws Exception {
        PadForOutpaint.Out out = NodeHarness.of(new PadForOutpaint())
                .run(Map.of("image", Samples.gradient(6, 3), "left", 2, "feather", 4));

        assertThat(out.image().size()).hasToString("8x3");
        // ((4 - d) / 4)² at the distance d from the new border
        assertThat(out.mask().values().slice(1, 1, 2).toArray())
                .containsExactly(1, 1, 1, 0.5625f, 0.25f, 0.0625f, 0, 0);
        assertThat(NodeHarness.of(new PadForOutpaint())
                        .run(Map.of("image", Samples.gradient(6, 3)))
                        .mask()
                        .values()
                        .toArray())
                .containsOnly(0);
    }

    @Test
    void quarterTurnsMoveWholePixels() {
        Seeded.check(40, random -> {
            int width = 1 + random.nextInt(70);
            int height = 1 + random.nextInt(70);
            Image image = Samples.noise(1, width, height, random.nextLong());
            FloatTensor pixels = image.pixels();

            RotateImage.Out left = NodeHarness.of(new RotateImage()).run(Map.of("image", image, "angle", 90.0));
            assertThat(left.image().size()).hasToString(height + "x" + width);
            assertThat(left.corners().values().toArray()).containsOnly(0);
            for (int y = 0; y < width; y++) {
                for (int x = 0; x < height; x++) {
                    assertThat(left.image().pixels().at(y * height + x))
                            .isEqualTo(pixels.at(x * width + width - 1 - y));
                }
            }
            Image back = NodeHarness.of(new RotateImage())
                    .run(Map.of("image", left.image(), "angle", -90.0))
                    .image();
            assertThat(back.pixels().toArray()).isEqualTo(pixels.toArray());
            Image half = NodeHarness.of(new RotateImage())
                    .run(Map.of("image", image, "angle", 180.0, "expand", false))
                    .image();
            Image flipped = NodeHarness.of(new FlipImage())
                    .run(Map.of("image", image, "direction", "both"))
                    .image();
            assertThat(half.pixels().toArray()).isEqualTo(flipped.pixels().toArray());
        });
    }

    @Test
    void otherAnglesGrowTheCanvasAndMaskTheCorners() throws Exception {
        RotateImage.Out out = NodeHarness.of(new RotateImage())
                .run(Map.of("image", Samples.gradient(40, 40), "angle", 45.0, "background", "#00ff00"));

        // 40 * sqrt 2 = 56.57
        assertThat(out.image().size()).hasToString("57x57");
        assertThat(out.image().toBufferedImage().getRGB(0, 0) & 0xffffff).isEqualTo(0x00ff00);
        assertThat(out.corners().values().at(0)).isEqualTo(1);
        assertThat(out.corners().values().at(28 * 57 + 28)).isZero();
    }

    @Test
    void flipsAcrossAndDown() throws Exception {
        Image image = Image.of(
                FloatTensor.wrap(new float[] {.1f, .2f, .3f, .4f, .1f, .2f, .3f, .4f, .1f, .2f, .3f, .4f}, 1, 3, 2, 2));
        NodeHarness<FlipImage.In, FlipImage.Out> node = NodeHarness.of(new FlipImage());

        assertThat(reds(node.run(Map.of("image", image)).image())).containsExactly(.2f, .1f, .4f, .3f);
        assertThat(reds(node.run(Map.of("image", image, "direction", "vertical"))
                        .image()))
                .containsExactly(.3f, .4f, .1f, .2f);
    }
}
