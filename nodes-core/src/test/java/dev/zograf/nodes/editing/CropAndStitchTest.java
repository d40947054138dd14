package dev.zograf.nodes.editing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Mask;
import dev.zograf.testkit.NodeHarness;
import dev.zograf.testkit.Samples;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CropAndStitchTest {

    private static final int WIDTH = 90;
    private static final int HEIGHT = 70;

    /** Smooth enough to be resized and back. */
    private static Image waves(int batch) {
        float[] out = new float[batch * 3 * HEIGHT * WIDTH];
        for (int i = 0; i < out.length; i++) {
            double x = i % WIDTH;
            double y = i / WIDTH % HEIGHT;
            int plane = i / (WIDTH * HEIGHT);
            out[i] = (float) (0.5 + 0.25 * Math.sin(x / 14 + plane) + 0.2 * Math.cos(y / 11 - plane));
        }
        return Image.of(FloatTensor.wrap(out, batch, 3, HEIGHT, WIDTH));
    }

    /** A rectangle of ones. */
    private static float[] rectangle(int x, int y, int width, int height) {
        float[] out = new float[HEIGHT * WIDTH];
        for (int i = 0; i < out.length; i++) {
            boolean in = i % WIDTH >= x && i % WIDTH < x + width && i / WIDTH >= y && i / WIDTH < y + height;
            out[i] = in ? 1 : 0;
        }
        return out;
    }

    private static Mask mask(int x, int y, int width, int height) {
        return Mask.of(FloatTensor.wrap(rectangle(x, y, width, height), 1, HEIGHT, WIDTH));
    }

    private static CropForInpaint.Out crop(Image image, Mask mask, Map<String, ?> more) throws Exception {
        Map<String, Object> in = new HashMap<>(more);
        in.put("image", image);
        in.put("mask", mask);
        return NodeHarness.of(new CropForInpaint()).run(in);
    }

    private static Image stitch(Image painted, Stitch stitch) throws Exception {
        return NodeHarness.of(new StitchInpaint())
                .run(Map.of("image", painted, "stitch", stitch))
                .image();
    }

    private static double worst(FloatTensor a, FloatTensor b) {
        double worst = 0;
        for (int i = 0; i < a.size(); i++) {
            worst = Math.max(worst, Math.abs(a.at(i) - b.at(i)));
        }
        return worst;
    }

    /** Everywhere: in the middle, at each border, in a corner, a point, the whole picture, nothing. */
    @ParameterizedTest
    @CsvSource({
        "30, 20, 20, 17",
        "0, 0, 11, 9",
        "79, 61, 11, 9",
        "0, 30, 90, 4",
        "40, 0, 3, 70",
        "45, 35, 1, 1",
        "0, 0, 90, 70",
        "0, 0, 0, 0"
    })
    void withoutPaintingEverythingComesBack(int x, int y, int width, int height) throws Exception {
        Image image = waves(1);
        CropForInpaint.Out own = crop(image, mask(x, y, width, height), Map.of());
        assertThat(own.image().width() % 8).isZero();
        assertThat(own.image().height() % 8).isZero();
        assertThat(stitch(own.image(), own.stitch()).pixels().toArray())
                .isEqualTo(image.pixels().toArray());

        CropForInpaint.Out larger = crop(image, mask(x, y, width, height), Map.of("width", 192, "height", 128));
        assertThat(larger.image().size()).hasToString("192x128");
        FloatTensor back = stitch(larger.image(), larger.stitch()).pixels();
        assertThat(worst(back, image.pixels())).isLessThan(0.004);
        float[] covered = rectangle(x, y, width, height);
        for (int i = 0; i < back.size(); i++) {
            if (covered[i % covered.length] == 0) {
                assertThat(back.at(i)).isEqualTo(image.pixels().at(i));
            }
        }
    }

    @Test
    void whatWasPaintedFadesInInsideOfTheMask() throws Exception {
        Image image = Image.of(FloatTensor.zeros(1, 3, HEIGHT, WIDTH));
        CropForInpaint.Out out = crop(image, mask(20, 10, 40, 40), Map.of("blend", 3));
        Image white = Image.of(out.image().pixels().map(v -> 1));
        FloatTensor stitched = stitch(white, out.stitch()).pixels();
        float[] row = new float[6];
        for (int i = 0; i < row.length; i++) {
            row[i] = stitched.at(30 * WIDTH + 18 + i);
        }
        assertThat(row).containsExactly(0, 0, 0.25f, 0.5f, 0.75f, 1);
        assertThat(stitched.at(30 * WIDTH + 60)).isZero();
        assertThat(stitched.at(30 * WIDTH + 59)).isEqualTo(0.25f);
    }

    @Test
    void theBorderOfThePictureIsNoEdge() throws Exception {
        Image image = Image.of(FloatTensor.zeros(1, 3, HEIGHT, WIDTH));
        CropForInpaint.Out out = crop(image, mask(0, 0, 40, HEIGHT), Map.of("blend", 9));
        FloatTensor stitched =
                stitch(Image.of(out.image().pixels().map(v -> 1)), out.stitch()).pixels();
        assertThat(stitched.at(0)).isEqualTo(1);
        assertThat(stitched.at(39)).isEqualTo(0.1f);
    }

    @Test
    void aGrownMaskIsAsMuchWiderAllAround() throws Exception {
        CropForInpaint.Out out = crop(waves(1), mask(40, 30, 1, 1), Map.of("grow", 5, "context", 1, "blend", 0));
        // A disc of radius 5 has 81 pixels; the piece is the 11x11 around it, made 16x16.
        assertThat(out.image().size()).hasToString("16x16");
        double sum = 0;
        for (float value : out.mask().values().toArray()) {
            sum += value;
        }
        assertThat(sum).isEqualTo(81);
    }

    @Test
    void thePieceHasItsContextAndMargin() throws Exception {
        CropForInpaint.Out out =
                crop(waves(1), mask(30, 20, 20, 10), Map.of("context", 1.5, "margin", 3, "multiple", 1, "grow", 0));
        assertThat(out.image().size()).hasToString("36x22");
        assertThat(out.image().pixels().at(0)).isEqualTo(waves(1).pixels().at((20 - 6) * WIDTH + 30 - 8));
        CropForInpaint.Out multiple = crop(waves(1), mask(80, 60, 10, 10), Map.of("context", 1, "multiple", 64));
        assertThat(multiple.image().size()).hasToString("64x64");
        assertThat(multiple.image().pixels().at(0)).isEqualTo(waves(1).pixels().at((70 - 64) * WIDTH + 90 - 64));
    }

    @Test
    void beyondASmallPictureItsBorderGoesOn() throws Exception {
        Image small = Samples.noise(1, 10, 6, 3);
        Mask whole = Mask.of(FloatTensor.zeros(1, 6, 10).map(v -> 1));
        CropForInpaint.Out out = crop(small, whole, Map.of("multiple", 16));
        assertThat(out.image().size()).hasToString("16x16");
        assertThat(out.image().pixels().at(0)).isEqualTo(small.pixels().at(0));
        assertThat(out.image().pixels().at(255)).isEqualTo(small.pixels().at(59));
        assertThat(out.mask().values().at(0)).isZero();
        assertThat(stitch(out.image(), out.stitch()).pixels().toArray())
                .isEqualTo(small.pixels().toArray());
    }

    @Test
    void piecesOfABatchHaveOneSizeAndTheirOwnPlaces() throws Exception {
        Image two = waves(2);
        float[] both = new float[2 * HEIGHT * WIDTH];
        System.arraycopy(rectangle(2, 2, 8, 8), 0, both, 0, HEIGHT * WIDTH);
        System.arraycopy(rectangle(50, 30, 30, 20), 0, both, HEIGHT * WIDTH, HEIGHT * WIDTH);
        CropForInpaint.Out out = crop(two, Mask.of(FloatTensor.wrap(both, 2, HEIGHT, WIDTH)), Map.of());
        assertThat(out.image().batch()).isEqualTo(2);
        assertThat(out.image().size()).hasToString("48x32");
        assertThat(out.image().get(0).pixels().at(0)).isEqualTo(two.pixels().at(0));
        assertThat(stitch(out.image(), out.stitch()).pixels().toArray())
                .isEqualTo(two.pixels().toArray());
        // One mask serves all pictures, and several paintings of each come back in rounds.
        CropForInpaint.Out shared = crop(two, mask(30, 30, 10, 10), Map.of());
        FloatTensor twice = shared.image().pixels().repeatTo(4);
        assertThat(stitch(Image.of(twice), shared.stitch()).pixels().toArray())
                .isEqualTo(two.pixels().repeatTo(4).toArray());
    }

    @Test
    void aMaskOfAnotherSizeIsResized() throws Exception {
        Mask coarse = Mask.of(FloatTensor.of(new float[] {0, 0, 0, 1}, 1, 2, 2));
        CropForInpaint.Out out = crop(waves(1), coarse, Map.of("context", 1, "multiple", 1));
        assertThat(out.image().width()).isBetween(WIDTH / 2, WIDTH * 3 / 4 + 1);
    }

    @Test
    void saysWhatDoesNotGoTogether() throws Exception {
        assertThatThrownBy(() -> crop(waves(1), mask(1, 1, 5, 5), Map.of("width", 64)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("both sides");
        assertThatThrownBy(() -> crop(waves(1), mask(1, 1, 5, 5), Map.of("width", 64, "height", 72, "multiple", 64)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("multiples of 64");
        Mask two = Mask.of(FloatTensor.zeros(2, HEIGHT, WIDTH));
        assertThatThrownBy(() -> crop(waves(3), two, Map.of()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("2 masks for 3 pictures");
        Stitch stitch = crop(waves(2), mask(1, 1, 5, 5), Map.of()).stitch();
        assertThatThrownBy(() -> stitch(waves(3), stitch))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("3 painted pieces");
    }
}
