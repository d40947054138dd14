package dev.zograf.contrib.files;

import dev.zograf.api.BadFileException;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.Image;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Iterator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** One picture from and to bytes, by the JDK's codecs and those on the class path. Its size is checked before pixels are decoded. */
final class Picture {

    /** As many pixels as 8192 x 8192. */
    static final long MAX_PIXELS = 1L << 26;

    private Picture() {}

    /**
     * The first picture of a stream; transparency is dropped.
     *
     * @param name for messages
     * @throws BadFileException if it is no picture, a damaged one, or one of more than {@link #MAX_PIXELS}
     */
    static Image read(String name, InputStream bytes, RunContext ctx) {
        try (ImageInputStream in = ImageIO.createImageInputStream(bytes)) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new BadFileException(name, "this is no picture of a known format; take it out by the pattern.");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
                if (pixels > MAX_PIXELS) {
                    throw new BadFileException(
                            name, "the picture has " + pixels + " pixels; " + MAX_PIXELS + " are the most.");
                }
                ctx.willMake(reader.getWidth(0), reader.getHeight(0), 1);
                return Image.of(reader.read(0));
            } finally {
                reader.dispose();
            }
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException | NegativeArraySizeException e) {
            throw new BadFileException(name, "the picture is damaged: " + e.getMessage() + ".", e);
        }
    }

    /** Writes a picture. */
    static void write(Image image, Format format, int quality, OutputStream out) throws IOException {
        BufferedImage picture = image.toBufferedImage();
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format.name()).next();
        try (ImageOutputStream bytes = new MemoryCacheImageOutputStream(out)) {
            writer.setOutput(bytes);
            ImageWriteParam param = writer.getDefaultWriteParam();
            if (format == Format.JPEG) {
                param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                param.setCompressionQuality(quality / 100f);
            }
            writer.write(null, new IIOImage(picture, null, null), param);
        } finally {
            writer.dispose();
        }
    }
}
