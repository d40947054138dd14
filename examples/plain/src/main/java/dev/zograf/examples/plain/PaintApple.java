package dev.zograf.examples.plain;

import dev.zograf.Painting;
import dev.zograf.Zograf;
import java.io.File;
import java.io.IOException;
import javax.imageio.ImageIO;

/** Paints an apple into the file that is named. */
public final class PaintApple {

    private PaintApple() {}

    public static void main(String[] args) throws IOException {
        try (Zograf zograf = Zograf.builder().build()) {
            Painting apple = Painting.of("a red apple").seed(1).upscaler("realesr-animevideov3-x4");
            ImageIO.write(zograf.run(zograf.read(apple)).image("image"), "png", new File(args[0]));
        }
    }
}
