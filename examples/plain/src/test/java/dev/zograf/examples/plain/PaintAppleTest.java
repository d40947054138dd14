package dev.zograf.examples.plain;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PaintAppleTest {

    @Test
    void paintsARedApple(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("apple.png");

        PaintApple.main(new String[] {file.toString()});

        BufferedImage apple = ImageIO.read(file.toFile());
        assertThat(apple.getWidth()).isEqualTo(256);
        Color middle = new Color(apple.getRGB(128, 144));
        assertThat(middle.getRed()).isGreaterThan(middle.getBlue() + 80).isGreaterThan(middle.getGreen() + 80);
    }
}
