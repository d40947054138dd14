package dev.zograf.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.value.Image;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenImageTest {

    @TempDir
    Path folder;

    private final Image picture = Samples.gradient(8, 8);

    @AfterEach
    void forget() {
        System.clearProperty(GoldenImage.UPDATE);
    }

    private GoldenImage golden() {
        return GoldenImage.in(folder.resolve("golden")).report(folder.resolve("report"));
    }

    private void store() {
        System.setProperty(GoldenImage.UPDATE, "true");
        golden().verify("gradient", picture);
        System.clearProperty(GoldenImage.UPDATE);
    }

    @Test
    void thereMustBeAFile() {
        assertThatThrownBy(() -> golden().verify("gradient", picture))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("no golden picture")
                .hasMessageContaining("-Dzograf.golden.update=true");
        store();
        golden().verify("gradient", picture);
    }

    @Test
    void aDifferenceIsNamedAndShown() throws Exception {
        store();
        BufferedImage other = picture.toBufferedImage();
        other.setRGB(5, 2, other.getRGB(5, 2) ^ 0x000033);
        assertThatThrownBy(() -> golden().verify("gradient", other))
                .hasMessageContaining("the worst pixel is (5, 2)")
                .hasMessageContaining(
                        "the largest difference is 51 of 255, the mean 0.266, PSNR 36.8 dB; allowed is 1.");
        BufferedImage shown = ImageIO.read(folder.resolve("report/gradient.png").toFile());
        assertThat(shown.getWidth()).isEqualTo(3 * 128 + 8);
        assertThat(shown.getRGB(2 * 132 + 5 * 16, 2 * 16) & 0xffffff).isEqualTo(0x0000ff);
        assertThat(shown.getRGB(2 * 132 + 6 * 16, 2 * 16) & 0xffffff).isZero();
    }

    @Test
    void roundingPassesAndMoreIfItIsAllowed() {
        store();
        BufferedImage near = picture.toBufferedImage();
        near.setRGB(0, 0, near.getRGB(0, 0) + 1);
        golden().verify("gradient", near);
        assertThatThrownBy(() -> golden().within(0).verify("gradient", near)).hasMessageContaining("allowed is 0");
        assertThat(Files.exists(folder.resolve("golden/gradient.png"))).isTrue();
    }

    @Test
    void anotherSizeIsNoComparison() {
        store();
        assertThatThrownBy(() -> golden().verify("gradient", Samples.gradient(4, 8)))
                .hasMessageContaining("is 4x8, and")
                .hasMessageContaining("is 8x8");
    }
}
