package dev.zograf.nodes.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.zograf.api.BadFileException;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoadImageTest {

    @TempDir
    Path folder;

    FolderContext ctx;

    @BeforeEach
    void context() {
        ctx = new FolderContext(folder, "");
    }

    private LoadImage.Out load(String name) {
        return new LoadImage().run(new LoadImage.In(name, "none"), ctx);
    }

    /** Every pixel has another colour. */
    static BufferedImage colours(int width, int height, int type) {
        BufferedImage picture = new BufferedImage(width, height, type);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                picture.setRGB(
                        x, y, 0xff000000 | 255 * x / width << 16 | 255 * y / height << 8 | (x * 7 + y * 13) % 256);
            }
        }
        return picture;
    }

    @Test
    void readsAnOpaquePicture() throws IOException {
        BufferedImage picture = colours(5, 3, BufferedImage.TYPE_INT_RGB);
        ImageIO.write(picture, "png", folder.resolve("a.png").toFile());

        LoadImage.Out out = load("a.png");

        assertThat(out.image().pixels().toArray())
                .isEqualTo(Image.of(picture).pixels().toArray());
        assertThat(out.mask().values().shape()).containsExactly(1, 3, 5);
        assertThat(out.mask().values().toArray()).containsOnly(0f);
    }

    @Test
    void readsTransparencyAsMask() throws IOException {
        BufferedImage picture = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
        picture.setRGB(0, 0, 0xffff0000);
        picture.setRGB(1, 0, 0x3300ff00);
        ImageIO.write(picture, "png", folder.resolve("a.png").toFile());

        LoadImage.Out out = load("a.png");

        assertThat(out.mask().values().at(0)).isZero();
        assertThat(out.mask().values().at(1)).isCloseTo(0.8f, within(1e-6f));
        assertThat(out.image().pixels().toArray()).containsExactly(1, 0, 0, 1, 0, 0);
    }

    /** What Pillow 13 gives for {@code alpha_composite} on an opaque picture. */
    @Test
    void laysAPictureOnABackground() throws IOException {
        int[] argb = {0x0025eb8c, 0x89ff0089, 0xc0cb854f, 0x819081cc, 0xfc47edff};
        BufferedImage picture = new BufferedImage(argb.length, 1, BufferedImage.TYPE_INT_ARGB);
        picture.setRGB(0, 0, argb.length, 1, argb, 0, argb.length);
        ImageIO.write(picture, "png", folder.resolve("a.png").toFile());

        LoadImage.Out white = new LoadImage().run(new LoadImage.In("a.png", "white"), ctx);
        LoadImage.Out black = new LoadImage().run(new LoadImage.In("a.png", "black"), ctx);

        assertThat(levels(white))
                .containsExactly(255, 255, 216, 199, 73, 255, 118, 163, 191, 237, 255, 192, 122, 229, 255);
        assertThat(levels(black)).containsExactly(0, 137, 153, 73, 70, 0, 0, 100, 65, 234, 0, 74, 59, 103, 252);
        assertThat(white.mask().values().toArray())
                .isEqualTo(load("a.png").mask().values().toArray());
    }

    private static int[] levels(LoadImage.Out out) {
        FloatTensor pixels = out.image().pixels();
        int[] levels = new int[pixels.size()];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = Math.round(pixels.at(i) * 255);
        }
        return levels;
    }

    @Test
    void takesGreyLevelsAsTheyAre() throws IOException {
        BufferedImage picture = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
        picture.getRaster().setSample(0, 0, 0, 128);
        picture.getRaster().setSample(1, 0, 0, 64);
        ImageIO.write(picture, "png", folder.resolve("a.png").toFile());

        assertThat(load("a.png").image().pixels().toArray())
                .containsExactly(128 / 255f, 64 / 255f, 128 / 255f, 64 / 255f, 128 / 255f, 64 / 255f);
        LoadMask.Out mask = new LoadMask().run(new LoadMask.In("a.png", "luminance"), ctx);
        assertThat(mask.mask().values().toArray()).containsExactly(128 / 255f, 64 / 255f);
    }

    @Test
    void readsSixteenBitGrey() throws IOException {
        BufferedImage picture = new BufferedImage(1, 1, BufferedImage.TYPE_USHORT_GRAY);
        picture.getRaster().setSample(0, 0, 0, 0x8000);
        ImageIO.write(picture, "png", folder.resolve("a.png").toFile());

        assertThat(load("a.png").image().pixels().at(0)).isCloseTo(0.5f, within(1e-4f));
    }

    /** Pillow 13 gives the upper byte of each sample: 0, 1, 127 and 255 of these. */
    @Test
    void readsColoursOfSixteenBitsAsPillow() throws IOException {
        ColorModel deep = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_sRGB),
                true,
                false,
                Transparency.TRANSLUCENT,
                DataBuffer.TYPE_USHORT);
        WritableRaster raster = deep.createCompatibleWritableRaster(1, 1);
        raster.setPixel(0, 0, new int[] {0x00ff, 0x01ff, 0x7fff, 0xffff});
        ImageIO.write(
                new BufferedImage(deep, raster, false, null),
                "png",
                folder.resolve("a.png").toFile());

        LoadImage.Out out = load("a.png");

        assertThat(levels(out)).containsExactly(0, 1, 127);
        assertThat(out.mask().values().toArray()).containsExactly(0f);
    }

    /** Bytes of a JPEG with an EXIF segment that holds nothing but the orientation. */
    static byte[] withOrientation(byte[] jpeg, int orientation) {
        ByteBuffer exif = ByteBuffer.allocate(36);
        exif.putShort((short) 0xffe1).putShort((short) 34);
        exif.put("Exif\0\0MM\0*".getBytes(StandardCharsets.ISO_8859_1)).putInt(8);
        exif.putShort((short) 1).putShort((short) 0x0112).putShort((short) 3).putInt(1);
        exif.putShort((short) orientation).putShort((short) 0).putInt(0);
        // After the start marker, in place of the JFIF segment.
        int rest = 4 + (jpeg[4] & 0xff) * 256 + (jpeg[5] & 0xff);
        ByteBuffer out = ByteBuffer.allocate(2 + 36 + jpeg.length - rest);
        return out.put(jpeg, 0, 2)
                .put(exif.array())
                .put(jpeg, rest, jpeg.length - rest)
                .array();
    }

    @ParameterizedTest
    @CsvSource({
        // where red, which the file has at the top left of four quarters, and green, at its top right, stand when
        // upright
        "1, 0, 0, 1, 0", "2, 1, 0, 0, 0", "3, 1, 1, 0, 1", "4, 0, 1, 1, 1",
        "5, 0, 0, 0, 1", "6, 1, 0, 1, 1", "7, 1, 1, 1, 0", "8, 0, 1, 0, 0"
    })
    void turnsAPhotographUpright(int orientation, int redX, int redY, int greenX, int greenY) throws IOException {
        BufferedImage picture = new BufferedImage(64, 32, BufferedImage.TYPE_INT_RGB);
        picture.createGraphics().drawImage(quarters(), 0, 0, 64, 32, null);
        java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        ImageIO.write(picture, "jpg", bytes);
        Files.write(folder.resolve("a.jpg"), withOrientation(bytes.toByteArray(), orientation));

        Image image = load("a.jpg").image();

        assertThat(image.size().toString()).isEqualTo(orientation < 5 ? "64x32" : "32x64");
        assertThat(channel(image, 0, redX, redY)).isGreaterThan(0.9f);
        assertThat(channel(image, 1, redX, redY)).isLessThan(0.1f);
        assertThat(channel(image, 1, greenX, greenY)).isGreaterThan(0.9f);
        assertThat(channel(image, 0, greenX, greenY)).isLessThan(0.1f);
    }

    private static BufferedImage quarters() {
        BufferedImage quarters = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
        quarters.setRGB(0, 0, 0xff0000);
        quarters.setRGB(1, 0, 0x00ff00);
        quarters.setRGB(0, 1, 0x0000ff);
        quarters.setRGB(1, 1, 0x000000);
        return quarters;
    }

    private static float channel(Image image, int channel, int right, int below) {
        int x = (2 * right + 1) * image.width() / 4;
        int y = (2 * below + 1) * image.height() / 4;
        return image.pixels().at((channel * image.height() + y) * image.width() + x);
    }

    @Test
    void refusesWhatIsNoPicture() throws IOException {
        Files.writeString(folder.resolve("a.png"), "This is a letter, not a picture.");

        assertThatThrownBy(() -> load("a.png"))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("a.png")
                .hasMessageContaining("no picture that can be read")
                .hasMessageContaining("png")
                .hasMessageContaining("webp");
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "gif", "bmp", "tiff"})
    void refusesATruncatedPicture(String format) throws IOException {
        Path file = folder.resolve("a." + format);
        ImageIO.write(colours(64, 64, BufferedImage.TYPE_INT_RGB), format, file.toFile());
        byte[] all = Files.readAllBytes(file);
        for (int share : new int[] {10, 50, 80}) {
            Files.write(file, Arrays.copyOf(all, all.length * share / 100));

            assertThatThrownBy(() -> load(file.getFileName().toString()))
                    .as("%s, %d %% of it", format, share)
                    .isInstanceOf(BadFileException.class)
                    .hasMessageContaining("a." + format);
        }
    }

    @Test
    void refusesAHugePictureBeforeDecodingIt() throws IOException {
        ImageIO.write(
                colours(4, 4, BufferedImage.TYPE_INT_RGB),
                "png",
                folder.resolve("a.png").toFile());
        byte[] png = Files.readAllBytes(folder.resolve("a.png"));
        ByteBuffer.wrap(png).putInt(16, 60_000).putInt(20, 60_000);
        CRC32 crc = new CRC32();
        crc.update(png, 12, 17);
        ByteBuffer.wrap(png).putInt(29, (int) crc.getValue());
        Files.write(folder.resolve("a.png"), png);

        assertThatThrownBy(() -> load("a.png"))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("60000x60000")
                .hasMessageContaining("make it smaller");
    }

    @Test
    void knowsAFileThatWasWrittenAgain() throws Exception {
        ImageIO.write(
                colours(4, 4, BufferedImage.TYPE_INT_RGB),
                "png",
                folder.resolve("a.png").toFile());
        String before = new LoadImage().fingerprint(new LoadImage.In("a.png", "none"), ctx);
        ImageIO.write(
                colours(5, 4, BufferedImage.TYPE_INT_RGB),
                "png",
                folder.resolve("a.png").toFile());

        assertThat(new LoadImage().fingerprint(new LoadImage.In("a.png", "none"), ctx))
                .isNotEqualTo(before);
    }
}
