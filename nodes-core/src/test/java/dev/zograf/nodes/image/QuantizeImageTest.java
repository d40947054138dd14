package dev.zograf.nodes.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.testkit.NodeHarness;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantizeImageTest {

    /** Slopes of all three channels, or colours without any order; in 0 to 255. */
    private static int level(int kind, int x, int y, int width, int height, int channel) {
        if (kind == 0) {
            return switch (channel) {
                case 0 -> x * 255 / (width - 1);
                case 1 -> y * 255 / (height - 1);
                default -> (x * x + 3 * y * y) / 7 % 256;
            };
        }
        long hash = ((long) y * width + x) * 2_654_435_761L & 0xffffffffL;
        return (int) (channel == 0 ? hash >> 24 : channel == 1 ? hash >> 13 & 255 : hash >> 3 & 255);
    }

    private static Image picture(int kind, int width, int height) {
        float[] out = new float[3 * width * height];
        for (int i = 0; i < out.length; i++) {
            int pixel = i % (width * height);
            out[i] = level(kind, pixel % width, pixel / width, width, height, i / (width * height)) / 255f;
        }
        return Image.of(FloatTensor.wrap(out, 1, 3, height, width));
    }

    private static Image quantized(Image image, int colours, String dither) throws Exception {
        return NodeHarness.of(new QuantizeImage())
                .run(Map.of("image", image, "colours", colours, "dither", dither))
                .image();
    }

    /**
     * The sums are of what Pillow 13 makes of the same pictures: {@code quantize(colors)} for the palette, then {@code quantize(palette, dither)}, before
     * which Bayer's matrix was added by NumPy. The last pictures have 90000 colours, more than Pillow cuts.
     */
    @ParameterizedTest
    @CsvSource({
        "0, 40, 31, 1, none, 865312915",
        "0, 40, 31, 1, floyd-steinberg, 865312915",
        "0, 40, 31, 1, bayer-2, 865312915",
        "0, 40, 31, 1, bayer-16, 865312915",
        "0, 40, 31, 2, none, 1221797879",
        "0, 40, 31, 2, floyd-steinberg, 567705959",
        "0, 40, 31, 2, bayer-2, 4217016267",
        "0, 40, 31, 2, bayer-16, 3247502900",
        "0, 40, 31, 7, none, 933150743",
        "0, 40, 31, 7, floyd-steinberg, 1120449924",
        "0, 40, 31, 7, bayer-2, 2197688988",
        "0, 40, 31, 7, bayer-4, 2523361437",
        "0, 40, 31, 7, bayer-8, 1170997917",
        "0, 40, 31, 7, bayer-16, 4247514404",
        "0, 40, 31, 16, none, 3640032875",
        "0, 40, 31, 16, floyd-steinberg, 520915085",
        "0, 40, 31, 16, bayer-2, 4261319367",
        "0, 40, 31, 16, bayer-4, 3601695096",
        "0, 40, 31, 16, bayer-8, 593117301",
        "0, 40, 31, 16, bayer-16, 593117301",
        "0, 40, 31, 256, none, 3883904966",
        "0, 40, 31, 256, floyd-steinberg, 1077352317",
        "0, 40, 31, 256, bayer-2, 4147583889",
        "0, 40, 31, 256, bayer-16, 4147583889",
        "1, 40, 31, 1, none, 567383090",
        "1, 40, 31, 1, floyd-steinberg, 567383090",
        "1, 40, 31, 1, bayer-2, 567383090",
        "1, 40, 31, 1, bayer-16, 567383090",
        "1, 40, 31, 2, none, 1935703033",
        "1, 40, 31, 2, floyd-steinberg, 2218192192",
        "1, 40, 31, 2, bayer-2, 1591753086",
        "1, 40, 31, 2, bayer-16, 2496426621",
        "1, 40, 31, 7, none, 3439569103",
        "1, 40, 31, 7, floyd-steinberg, 551534970",
        "1, 40, 31, 7, bayer-2, 3808220432",
        "1, 40, 31, 7, bayer-4, 3241249716",
        "1, 40, 31, 7, bayer-8, 2133064027",
        "1, 40, 31, 7, bayer-16, 2829187091",
        "1, 40, 31, 16, none, 104334337",
        "1, 40, 31, 16, floyd-steinberg, 874538214",
        "1, 40, 31, 16, bayer-2, 565712960",
        "1, 40, 31, 16, bayer-4, 2558928298",
        "1, 40, 31, 16, bayer-8, 707489171",
        "1, 40, 31, 16, bayer-16, 707489171",
        "1, 40, 31, 256, none, 3889505552",
        "1, 40, 31, 256, floyd-steinberg, 3831185211",
        "1, 40, 31, 256, bayer-2, 1200198242",
        "1, 40, 31, 256, bayer-16, 1200198242",
        "1, 300, 300, 16, none, 2791402923",
        "1, 300, 300, 16, floyd-steinberg, 3901290593",
        "1, 300, 300, 256, none, 3724702266",
        "1, 300, 300, 256, floyd-steinberg, 350758845"
    })
    void paintsWhatPillowPaints(int kind, int width, int height, int colours, String dither, long sum)
            throws Exception {
        FloatTensor made =
                quantized(picture(kind, width, height), colours, dither).pixels();

        CRC32 crc = new CRC32();
        for (int pixel = 0; pixel < width * height; pixel++) {
            for (int c = 0; c < 3; c++) {
                crc.update(Math.round(255 * made.at(c * width * height + pixel)));
            }
        }
        assertThat(crc.getValue()).isEqualTo(sum);
    }

    @Test
    void eachPictureOfABatchHasAPaletteOfItsOwn() throws Exception {
        Image slopes = picture(0, 16, 16);
        Image noise = picture(1, 16, 16);
        Image both = quantized(Image.of(FloatTensor.concat(0, List.of(slopes.pixels(), noise.pixels()))), 5, "bayer-4");

        assertThat(both.get(0).pixels().toArray())
                .isEqualTo(quantized(slopes, 5, "bayer-4").pixels().toArray());
        assertThat(both.get(1).pixels().toArray())
                .isEqualTo(quantized(noise, 5, "bayer-4").pixels().toArray());
        Set<Integer> colours = new HashSet<>();
        int[] row = new int[16];
        for (int y = 0; y < 16; y++) {
            both.readRow(1, y, row);
            for (int colour : row) {
                colours.add(colour);
            }
        }
        assertThat(colours).hasSize(5);
    }

    @Test
    void aPictureOfFewColoursKeepsThem() throws Exception {
        Image two = Image.of(FloatTensor.of(new float[] {1, 0, 0, 0, 0, 1}, 1, 3, 1, 2));

        assertThat(quantized(two, 256, "floyd-steinberg").pixels().toArray())
                .isEqualTo(two.pixels().toArray());
    }
}
