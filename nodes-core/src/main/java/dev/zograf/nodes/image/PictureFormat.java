package dev.zograf.nodes.image;

import dev.zograf.api.InvalidInputException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;

/** A format that pictures are written in, if ImageIO has a writer for it. */
enum PictureFormat {
    PNG("png"),
    JPEG("jpg", "jpeg"),
    WEBP("webp");

    private final String[] extensions;

    PictureFormat(String... extensions) {
        this.extensions = extensions;
    }

    /** The usual extension, without the dot. */
    String extension() {
        return extensions[0];
    }

    /** The format's name in workflows. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The format that a file's extension asks for, or empty if the name has none.
     *
     * @throws InvalidInputException if it has one of no known format
     */
    static Optional<PictureFormat> ofName(String name) {
        String extension = extension(name);
        if (extension.isEmpty()) {
            return Optional.empty();
        }
        for (PictureFormat format : values()) {
            if (Arrays.asList(format.extensions).contains(extension.toLowerCase(Locale.ROOT))) {
                return Optional.of(format);
            }
        }
        throw new InvalidInputException(
                "name", "Pictures are not written as ." + extension + "; name the file " + known(" or ") + ".");
    }

    /** What stands after the last dot of the file's name if it looks like an extension: 2 to 5 letters and digits, a letter first. */
    static String extension(String name) {
        String file = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        int dot = file.lastIndexOf('.');
        String extension = dot < 1 ? "" : file.substring(dot + 1);
        return extension.matches("[A-Za-z][A-Za-z0-9]{1,4}") ? extension : "";
    }

    /**
     * The writer.
     *
     * @throws InvalidInputException if there is none on the class path; the message lists what there is
     */
    ImageWriter writer(String input) {
        Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName(id());
        if (!writers.hasNext()) {
            throw new InvalidInputException(
                    input, "No library on the class path writes " + id() + "; name the file " + known(" or ") + ".");
        }
        return writers.next();
    }

    private static String known(String or) {
        return Arrays.stream(values())
                .filter(format ->
                        ImageIO.getImageWritersByFormatName(format.id()).hasNext())
                .map(format -> "." + format.extension())
                .collect(Collectors.joining(or));
    }
}
