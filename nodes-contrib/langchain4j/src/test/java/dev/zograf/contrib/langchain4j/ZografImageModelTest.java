package dev.zograf.contrib.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.image.Image;
import dev.langchain4j.model.image.ImageModel;
import dev.zograf.WorkflowException;
import dev.zograf.Zograf;
import dev.zograf.api.InvalidInputException;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The adapter with the model that ships. */
class ZografImageModelTest {

    private static final Zograf ENGINE = Zograf.builder().build();

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    private static ZografImageModel.Builder small() {
        return ZografImageModel.builder().zograf(ENGINE).steps(4);
    }

    @Test
    void paintsAPicture() {
        ImageModel model =
                small().size(64, 64).cfg(4).negativePrompt("green").seed(1).build();
        Image image = model.generate("a red apple").content();
        assertThat(image.mimeType()).isEqualTo("image/png");
        assertThat(image.url()).isNull();
        BufferedImage picture = Pictures.read(image, "image");
        assertThat(picture.getWidth()).isEqualTo(64);
        Color middle = new Color(picture.getRGB(32, 36));
        assertThat(middle.getRed()).isGreaterThan(middle.getBlue() + 50);
        assertThat(model.generate("a red apple").content()).isEqualTo(image);
    }

    @Test
    void paintsSeveralWithOneSeedEach() {
        ImageModel model = small().size(32, 32).steps(1).build();
        List<Image> images = model.generate("a cat", 3).content();
        assertThat(images).hasSize(3).doesNotHaveDuplicates();
        assertThat(model.generate("a cat").content())
                .isNotEqualTo(model.generate("a cat").content());
    }

    @Test
    void editsAPictureWhollyOrWithinAMask(@TempDir Path folder) throws Exception {
        BufferedImage white = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        BufferedImage mask = new BufferedImage(64, 64, BufferedImage.TYPE_INT_ARGB);
        for (int i = 0; i < 64 * 64; i++) {
            white.setRGB(i % 64, i / 64, 0xffffff);
            mask.setRGB(i % 64, i / 64, i / 64 < 32 ? 0 : 0xff000000);
        }
        Path file = folder.resolve("white.png");
        ImageIO.write(white, "png", file.toFile());
        ImageModel model = small().seed(2).strength(1).build();
        Image given = Pictures.image(white);
        Image byFile = Image.builder().url(file.toUri()).build();
        Image byData = Image.builder()
                .url(URI.create("data:image/png;base64," + given.base64Data()))
                .build();

        Image whole = model.edit(given, "a red heart").content();
        assertThat(model.edit(byFile, "a red heart").content()).isEqualTo(whole);
        assertThat(model.edit(byData, "a red heart").content()).isEqualTo(whole);
        BufferedImage upper = Pictures.read(
                model.edit(given, Pictures.image(mask), "a red heart").content(), "image");
        assertThat(darkest(upper, 0, 24)).isLessThan(darkest(upper, 44, 64));
    }

    private static int darkest(BufferedImage picture, int from, int to) {
        int darkest = 255;
        for (int y = from; y < to; y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                darkest = Math.min(darkest, new Color(picture.getRGB(x, y)).getGreen());
            }
        }
        return darkest;
    }

    @Test
    void saysWhatItCannotUse() {
        ImageModel model = small().build();
        Image web = Image.builder().url("https://example.org/a.png").build();
        Image broken = Image.builder().base64Data("bm8gcGljdHVyZQ==").build();
        assertThatThrownBy(() -> model.edit(web, "x"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("nothing is fetched from the net");
        assertThatThrownBy(() -> model.edit(broken, "x")).hasMessageContaining("no picture that can be read");
        assertThatThrownBy(() -> model.generate("x", 0)).isInstanceOf(WorkflowException.class);
        ImageModel unknown = small().modelName("no-such-model").build();
        assertThatThrownBy(() -> unknown.generate("x"))
                .isInstanceOf(WorkflowException.class)
                .hasMessageContaining("no-such-model");
    }

    @Test
    void closesOnlyAnEngineOfItsOwn() {
        small().build().close();
        assertThat(ENGINE.isOpen()).isTrue();
        ZografImageModel own = ZografImageModel.builder().build();
        own.close();
        assertThatThrownBy(() -> own.generate("x")).isInstanceOf(IllegalStateException.class);
    }
}
