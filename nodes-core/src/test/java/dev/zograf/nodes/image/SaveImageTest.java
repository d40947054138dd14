package dev.zograf.nodes.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Mask;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SaveImageTest {

    private static final Image IMAGE = Image.of(LoadImageTest.colours(16, 12, BufferedImage.TYPE_INT_RGB));

    @TempDir
    Path folder;

    private List<String> save(Image image, String name, String format, String workflow) {
        SaveImage.In in =
                new SaveImage.In(image, name, format, 90, Optional.empty(), Optional.empty(), Optional.empty());
        return new SaveImage()
                .run(in, new FolderContext(folder, workflow)).files().stream()
                        .map(file -> Path.of(file).getFileName().toString())
                        .toList();
    }

    @Test
    void sizesAndCountsAreFilledIn() {
        Image two = Image.batch(List.of(IMAGE, IMAGE));

        assertThat(save(two, "%width%x%height%_%batch_num%", "png", ""))
                .containsExactly("16x12_0-0001.png", "16x12_1-0001.png");
        assertThat(save(IMAGE, "%year%.png", "png", ""))
                .singleElement()
                .asString()
                .matches("\\d{4}\\.png");
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void writesPixelsThatReadBackTheSame() throws IOException {
        assertThat(save(IMAGE, "apple.png", "png", "")).containsExactly("apple.png");

        BufferedImage back = ImageIO.read(folder.resolve("apple.png").toFile());
        assertThat(Image.of(back).pixels().toArray()).isEqualTo(IMAGE.pixels().toArray());
    }

    private void save(Image image, String name, Mask transparent) {
        new SaveImage()
                .run(
                        new SaveImage.In(
                                image, name, "png", 90, Optional.of(""), Optional.empty(), Optional.of(transparent)),
                        new FolderContext(folder, ""));
    }

    /** The colours stay also where nothing is seen of them, and a smaller mask is interpolated. */
    @Test
    void writesTransparency() throws IOException {
        Mask mask = Mask.of(FloatTensor.of(new float[] {0, 1}, 1, 1, 2));

        save(IMAGE, "clear.png", mask);

        BufferedImage back = ImageIO.read(folder.resolve("clear.png").toFile());
        assertThat(back.getColorModel().hasAlpha()).isTrue();
        assertThat(Image.of(back).pixels().toArray()).isEqualTo(IMAGE.pixels().toArray());
        assertThat(back.getRGB(0, 3) >>> 24).isEqualTo(255);
        assertThat(back.getRGB(15, 3) >>> 24).isZero();
        // A quarter of a pixel of sixteen before the middle of two: 1 - (7.5 / 8 - 0.5).
        assertThat(back.getRGB(7, 3) >>> 24).isEqualTo(Math.round(255 * 0.5625f));
    }

    @Test
    void refusesTransparencyThatDoesNotFit() {
        Mask two = Mask.of(FloatTensor.zeros(2, 4, 4));
        Mask one = Mask.of(FloatTensor.zeros(1, 4, 4));

        assertThatThrownBy(() -> save(IMAGE, "a.png", two))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("2 masks for 1 pictures");
        assertThatThrownBy(() -> save(IMAGE, "a.jpg", one))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("Only PNG");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"tEXt | {\"prompt\": \"a red apple\"}", "iTXt | {\"prompt\": \"червена ябълка 🍎\"}"})
    void putsTheWorkflowIntoPngMetadata(String kind, String workflow) throws IOException {
        save(IMAGE, "apple.png", "png", workflow);

        try (ImageInputStream in =
                ImageIO.createImageInputStream(folder.resolve("apple.png").toFile())) {
            ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
            reader.setInput(in);
            IIOMetadataNode root = (IIOMetadataNode) reader.getImageMetadata(0).getAsTree("javax_imageio_png_1.0");
            IIOMetadataNode entry =
                    (IIOMetadataNode) root.getElementsByTagName(kind + "Entry").item(0);
            assertThat(entry.getAttribute("keyword")).isEqualTo("zograf");
            assertThat(entry.getAttribute(kind.equals("tEXt") ? "value" : "text"))
                    .isEqualTo(workflow);
        }
        assertThat(new String(Files.readAllBytes(folder.resolve("apple.png")), StandardCharsets.UTF_8))
                .contains(kind + "zograf\0")
                .contains(workflow);
    }

    /** A PNG is written row by row; the file is the one that a picture of 8 bits gives. */
    @Test
    void writesPngWithoutASecondPicture() throws IOException {
        Random random = new Random(4);
        float[] pixels = new float[2 * 3 * 70 * 5];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = random.nextFloat() * 1.2f - 0.1f;
        }
        Image image = Image.of(FloatTensor.wrap(pixels, 2, 3, 70, 5));
        save(image, "rows.png", "png", "{}");
        for (int i = 0; i < 2; i++) {
            PictureRows rows = new PictureRows(image, i);
            BufferedImage whole = image.toBufferedImage(i);
            assertThat(Files.readAllBytes(folder.resolve("rows-" + (i + 1) + ".png")))
                    .isEqualTo(png(whole));
            int[] expected = whole.getRGB(0, 0, 5, 70, null, 0, 5);
            assertThat(rgb(rows, rows.getData())).isEqualTo(expected);
            assertThat(rgb(rows, rows.copyData(null))).isEqualTo(expected);
            assertThat(rows.getNumYTiles()).isEqualTo(2);
            assertThat(rgb(rows, rows.getTile(0, 1))).isEqualTo(Arrays.copyOfRange(expected, 64 * 5, 70 * 5));
        }
    }

    private static byte[] png(BufferedImage picture) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new PictureWriter(PictureFormat.PNG, 90, Map.of(PictureWriter.KEYWORD, "{}")).write(picture, out);
        return out.toByteArray();
    }

    private static int[] rgb(PictureRows picture, Raster raster) {
        int[] out = new int[raster.getWidth() * raster.getHeight()];
        for (int i = 0; i < out.length; i++) {
            out[i] = picture.getColorModel()
                    .getRGB(raster.getDataElements(
                            raster.getMinX() + i % raster.getWidth(), raster.getMinY() + i / raster.getWidth(), null));
        }
        return out;
    }

    @Test
    void numbersABatch() throws IOException {
        assertThat(save(Image.batch(List.of(IMAGE, IMAGE)), "apple.png", "png", ""))
                .containsExactly("apple-1.png", "apple-2.png");
        assertThat(files()).containsExactly("apple-1.png", "apple-2.png");
    }

    @Test
    void countsOnWithoutAnExtension() throws IOException {
        save(IMAGE, "v1.5 apple", "png", "");
        save(IMAGE, "v1.5 apple", "jpeg", "");
        assertThat(save(IMAGE, "v1.5 apple", "png", "")).containsExactly("v1.5 apple-0002.png");
        assertThat(files()).containsExactly("v1.5 apple-0001.jpg", "v1.5 apple-0001.png", "v1.5 apple-0002.png");
    }

    @Test
    void writesJpeg() throws IOException {
        assertThat(save(IMAGE, "apple.JPEG", "png", "{}")).containsExactly("apple.JPEG");

        assertThat(Files.readAllBytes(folder.resolve("apple.JPEG"))).startsWith(0xff, 0xd8, 0xff);
        assertThat(ImageIO.read(folder.resolve("apple.JPEG").toFile()).getWidth())
                .isEqualTo(16);
    }

    @Test
    void refusesAFormatThatNothingWrites() {
        assertThatThrownBy(() -> save(IMAGE, "apple.webp", "png", ""))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("webp")
                .hasMessageContaining(".png or .jpg");
        assertThatThrownBy(() -> save(IMAGE, "apple.gif", "png", ""))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(".png or .jpg");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void refusesANameThatIsNone() {
        assertThatThrownBy(() -> save(IMAGE, "pictures/", "png", "")).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> save(IMAGE, " ", "png", "")).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void showsPreviews() {
        FolderContext ctx = new FolderContext(folder, "");
        Image two = Image.batch(List.of(IMAGE, IMAGE));

        assertThat(new PreviewImage().run(new PreviewImage.In(two), ctx).image())
                .isSameAs(two);
        assertThat(ctx.previews).hasSize(2);
    }
}
