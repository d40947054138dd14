package dev.zograf.bench.scenario;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** A picture of waves of colour. */
final class Waves {

    private Waves() {}

    /** Writes a square one as PNG; another number is another picture. */
    static Path write(Path file, int side, long number) throws IOException {
        BufferedImage picture = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < side * side; i++) {
            int x = i % side;
            int y = i / side;
            int wave = (int) (127 * (1 + Math.sin(x * y * (20.0 + number) / side / side)));
            picture.setRGB(x, y, x * 255 / side << 16 | y * 255 / side << 8 | wave);
        }
        ImageIO.write(picture, "png", file.toFile());
        return file;
    }
}
