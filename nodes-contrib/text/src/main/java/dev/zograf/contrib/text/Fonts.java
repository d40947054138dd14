package dev.zograf.contrib.text;

import dev.zograf.api.BadFileException;
import dev.zograf.api.RunFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The fonts of a text in the order in which they are asked for a character; the last is Liberation Sans, which ships. */
final class Fonts {

    /** As many bytes as a font file may have. */
    static final int MAX_BYTES = 64 << 20;

    private static final int MAX_FONTS = 16;

    private final List<Typeface> faces;

    private Fonts(List<Typeface> faces) {
        this.faces = faces;
    }

    /** Read once, when the first text is drawn. */
    private static final class Shipped {
        static final Typeface FACE = read();

        private static Typeface read() {
            String name = "LiberationSans-Regular.ttf";
            try (InputStream in = Fonts.class.getResourceAsStream(name)) {
                if (in == null) {
                    throw new IllegalStateException("The jar lacks " + name + ".");
                }
                return Typeface.read(name, in.readAllBytes());
            } catch (IOException e) {
                throw new IllegalStateException("The jar is damaged at " + name + ".", e);
            }
        }
    }

    /**
     * The named fonts and the one that ships.
     *
     * @throws BadFileException if one is missing or cannot be read
     */
    static Fonts of(List<String> names, RunFiles files) {
        if (names.size() > MAX_FONTS) {
            throw new BadFileException(names.get(MAX_FONTS), "a text takes " + MAX_FONTS + " fonts at most.");
        }
        List<Typeface> faces = new ArrayList<>();
        for (String name : names) {
            faces.add(read(name, files.input(name)));
        }
        faces.add(Shipped.FACE);
        return new Fonts(faces);
    }

    private static Typeface read(String name, Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new BadFileException(name, "the file has more than " + (MAX_BYTES >> 20) + " MiB.");
            }
            return Typeface.read(name, bytes);
        } catch (IOException e) {
            throw new BadFileException(name, "the file cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /** Changes when one of the files is written again. */
    static String fingerprint(List<String> names, RunFiles files) throws IOException {
        StringBuilder out = new StringBuilder();
        for (String name : names) {
            Path file = files.input(name);
            out.append(Files.size(file))
                    .append('@')
                    .append(Files.getLastModifiedTime(file))
                    .append('\n');
        }
        return out.toString();
    }

    /** The first: it gives a line its height. */
    Typeface main() {
        return faces.get(0);
    }

    /** In the order in which they are asked. */
    List<Typeface> faces() {
        return faces;
    }
}
