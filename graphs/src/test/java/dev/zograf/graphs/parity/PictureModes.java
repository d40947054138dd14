package dev.zograf.graphs.parity;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** What Pillow makes of a picture file before a pipeline sees it: it resizes pictures in the mode of their file. */
enum PictureModes {
    /** Each channel by itself. */
    PLAIN,
    /** The nearest pixel: colours of a palette, or one bit, have nothing in between. */
    NEAREST,
    /** By opacity, where there is a channel of it; a colour that counts as transparent Pillow resizes as any other. */
    TRANSPARENT,
    /** Grey in 16 bits: all above level 255 of 65535 is white once it becomes a picture in colours. */
    GREY16;

    /** Where a PNG file has its colour type, in whose bits this one stands for a channel of opacity. */
    private static final int COLOUR_TYPE = 25;

    private static final int OPACITY = 4;

    /** That of a file. */
    static PictureModes of(Path file) {
        ColorModel model = read(file).getColorModel();
        if (model instanceof IndexColorModel || model.getPixelSize() == 1) {
            return NEAREST;
        }
        if (!model.hasAlpha() && model.getNumComponents() == 1 && model.getComponentSize(0) == Short.SIZE) {
            return GREY16;
        }
        return model.hasAlpha() && hasChannelOfOpacity(file) ? TRANSPARENT : PLAIN;
    }

    private static boolean hasChannelOfOpacity(Path png) {
        try (InputStream bytes = Files.newInputStream(png)) {
            return (bytes.readNBytes(COLOUR_TYPE + 1)[COLOUR_TYPE] & OPACITY) != 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static BufferedImage read(Path file) {
        try {
            return ImageIO.read(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
