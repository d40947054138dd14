package dev.zograf.server.security;

import dev.zograf.server.http.HttpFailure;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Looks at pictures that strangers send: what they are by their bytes, whatever they are called, and how many pixels they would
 * become, before any is decoded.
 */
public final class Pictures {

    /**
     * What a picture is.
     *
     * @param extension in lower case, such as {@code png}
     */
    public record Kind(String extension, String mediaType, int width, int height) {}

    private static final Map<String, String> TYPES = Map.of(
            "png", "image/png",
            "jpeg", "image/jpeg",
            "webp", "image/webp",
            "gif", "image/gif",
            "bmp", "image/bmp",
            "tiff", "image/tiff",
            "tif", "image/tiff");

    private final long mostPixels;

    /** Pictures of at most so many pixels. */
    public Pictures(long mostPixels) {
        this.mostPixels = mostPixels;
    }

    /**
     * What the file is.
     *
     * @throws HttpFailure 415 if it is no picture, 413 if it has too many pixels
     */
    public Kind look(Path file) throws IOException {
        return read(file, false).kind();
    }

    /**
     * The first picture of a file.
     *
     * @throws HttpFailure 415 if it is no picture, 413 if it has too many pixels
     */
    public BufferedImage decode(Path file) throws IOException {
        BufferedImage picture = read(file, true).picture();
        if (picture == null) {
            throw noPicture();
        }
        return picture;
    }

    private record Read(Kind kind, @Nullable BufferedImage picture) {}

    private Read read(Path file, boolean pixels) throws IOException {
        try (InputStream bytes = Files.newInputStream(file);
                ImageInputStream in = ImageIO.createImageInputStream(bytes)) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw noPicture();
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                String format = reader.getFormatName().toLowerCase(Locale.ROOT).replace("jpg", "jpeg");
                String type = TYPES.get(format);
                if (type == null) {
                    throw noPicture();
                }
                int width = reader.getWidth(0);
                int height = reader.getHeight(0);
                if ((long) width * height > mostPixels) {
                    throw HttpFailure.of(
                            413,
                            "too-many-pixels",
                            "The picture has " + width + "x" + height + " pixels, more than the " + mostPixels
                                    + " that are taken.");
                }
                return new Read(new Kind(format, type, width, height), pixels ? reader.read(0) : null);
            } finally {
                reader.dispose();
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException | IllegalStateException | IOException e) {
            // Decoders meet damaged files with any of these.
            throw noPicture();
        }
    }

    private static HttpFailure noPicture() {
        return HttpFailure.of(
                415, "no-picture", "This is no picture that can be read; send PNG, JPEG, WebP, GIF, BMP or TIFF.");
    }
}
