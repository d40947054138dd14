package dev.zograf.nodes.image;

import dev.zograf.api.BadFileException;
import dev.zograf.api.RunContext;
import dev.zograf.nodes.latent.SizeBound;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** A picture on disk: read once, upright, with its size checked before its pixels are decoded. */
final class PictureFile {

    private PictureFile() {}

    /**
     * The first picture of a file, turned as its EXIF orientation says.
     *
     * @param ctx is told of its size before its pixels are decoded
     * @throws BadFileException if the file holds no picture, a damaged or truncated one, or one of more than {@link SizeBound#MAX_PIXELS}
     */
    static BufferedImage read(Path file, RunContext ctx) {
        String name = file.toString();
        try (InputStream bytes = Files.newInputStream(file);
                ImageInputStream in = ImageIO.createImageInputStream(bytes)) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new BadFileException(name, "This is no picture that can be read; formats are " + formats() + ".");
            }
            ImageReader reader = readers.next();
            try {
                return decode(name, reader, in, ctx);
            } finally {
                reader.dispose();
            }
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException | IllegalStateException e) {
            // Decoders meet damaged files with any of these.
            throw new BadFileException(name, "The picture is damaged or truncated. " + reason(e), e);
        }
    }

    private static BufferedImage decode(String name, ImageReader reader, ImageInputStream in, RunContext ctx)
            throws IOException {
        // PNG and WebP carry nothing in their metadata that is used here, and hostile ones much that costs memory.
        boolean mayBeTurned = Arrays.stream(reader.getOriginatingProvider().getFormatNames())
                .anyMatch(format -> format.equalsIgnoreCase("jpeg") || format.equalsIgnoreCase("tiff"));
        reader.setInput(in, true, !mayBeTurned);
        List<String> warnings = new ArrayList<>();
        reader.addIIOReadWarningListener((source, text) -> warnings.add(text));
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        if ((long) width * height > SizeBound.MAX_PIXELS) {
            throw new BadFileException(
                    name,
                    "The picture has " + width + "x" + height + " pixels, more than the " + SizeBound.MAX_PIXELS
                            + " that are read; make it smaller.");
        }
        ctx.willMake(width, height, 1);
        BufferedImage picture = reader.read(0);
        for (String warning : warnings) {
            if (isTruncation(warning)) {
                throw new BadFileException(name, "The picture is damaged or truncated. " + warning + ".");
            }
        }
        return mayBeTurned ? Orientation.of(reader.getImageMetadata(0)).upright(picture) : picture;
    }

    private static boolean isTruncation(String warning) {
        String text = warning.toLowerCase(Locale.ROOT);
        return text.contains("premature") || text.contains("corrupt") || text.contains("truncated");
    }

    private static String reason(Exception e) {
        return e.getMessage() == null ? "" : e.getMessage();
    }

    private static String formats() {
        return Arrays.stream(ImageIO.getReaderFormatNames())
                .map(format -> format.toLowerCase(Locale.ROOT))
                .filter(format -> !format.contains(" ") && !format.contains("-"))
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
