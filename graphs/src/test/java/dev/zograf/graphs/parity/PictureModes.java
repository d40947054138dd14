package dev.zograf.graphs.parity;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** What Pillow makes of a picture file before a pipeline sees it: it resizes pictures in the mode of their file. */
enum PictureModes {
    /** Each channel by itself. */
    PLAIN,
    /** The nearest pixel: colours of a palette, or one bit, have nothing in between. */
    NEAREST,
    /** By opacity. */
    TRANSPARENT;

    /** That of a file. */
    static PictureModes of(Path file) {
        ColorModel model = read(file).getColorModel();
        if (model instanceof IndexColorModel || model.getPixelSize() == 1) {
            return NEAREST;
        }
        return model.hasAlpha() ? TRANSPARENT : PLAIN;
    }

    static BufferedImage read(Path file) {
        try {
            return ImageIO.read(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
