package dev.zograf.nodes.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContactSheetTest {

    private final FolderContext ctx = new FolderContext(Path.of(""), "");

    private static Image even(double level, int width, int height) {
        return Image.of(FloatTensor.zeros(1, 3, height, width).map(x -> level));
    }

    private Image sheet(int columns, int gap, Image... images) {
        return new ContactSheet()
                .run(new ContactSheet.In(List.of(images), columns, gap), ctx)
                .image();
    }

    private static float red(Image image, int x, int y) {
        return image.pixels().at(y * image.width() + x);
    }

    @Test
    void laysOutInReadingOrder() {
        Image sheet = sheet(2, 1, even(.1, 4, 3), even(.2, 4, 3), even(.3, 4, 3));

        assertThat(sheet.size()).hasToString("11x9");
        assertThat(red(sheet, 0, 0)).isEqualTo(1f);
        assertThat(red(sheet, 1, 1)).isEqualTo(.1f);
        assertThat(red(sheet, 5, 1)).isEqualTo(1f);
        assertThat(red(sheet, 6, 3)).isEqualTo(.2f);
        assertThat(red(sheet, 4, 7)).isEqualTo(.3f);
        assertThat(red(sheet, 6, 7)).isEqualTo(1f);
    }

    @Test
    void isAboutSquareByDefault() {
        Image four = Image.batch(List.of(even(.1, 4, 4), even(.2, 4, 4), even(.3, 4, 4), even(.4, 4, 4)));
        assertThat(sheet(0, 0, four).size()).hasToString("8x8");
        assertThat(sheet(0, 0, four, even(.5, 4, 4)).size()).hasToString("12x8");
    }

    @Test
    void centresSmallerPictures() {
        Image sheet = sheet(2, 0, even(.1, 4, 4), even(.2, 2, 2));
        assertThat(red(sheet, 4, 0)).isEqualTo(1f);
        assertThat(red(sheet, 5, 1)).isEqualTo(.2f);
        assertThat(red(sheet, 6, 2)).isEqualTo(.2f);
        assertThat(red(sheet, 7, 3)).isEqualTo(1f);
    }

    @Test
    void refusesNoPictures() {
        assertThatThrownBy(this::sheet0).isInstanceOf(InvalidInputException.class);
    }

    private void sheet0() {
        sheet(0, 0);
    }

    @Test
    void batchesAndTakesApart() {
        Image batch = new BatchImages()
                .run(new BatchImages.In(List.of(even(.1, 2, 2), even(.2, 2, 2)), "refuse"), ctx)
                .image();
        assertThat(batch.batch()).isEqualTo(2);
        assertThat(red(
                        new ImageFromBatch()
                                .run(new ImageFromBatch.In(batch, 1, 1), ctx)
                                .image(),
                        0,
                        0))
                .isEqualTo(.2f);
        assertThatThrownBy(() ->
                        new BatchImages().run(new BatchImages.In(List.of(even(0, 2, 2), even(0, 4, 2)), "refuse"), ctx))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("resize-image");
    }
}
