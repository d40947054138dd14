package dev.zograf.cli;

import dev.zograf.api.BadFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;

/**
 * Where pictures go: a folder that can be written, and a file's name with its extension. It is found out before anything is painted.
 *
 * @param folder can be written, or made
 * @param name without folders
 */
record OutputFile(Path folder, String name) {

    /** The extensions that save-image knows, as far as there is a library that writes them. */
    private static final List<String> FORMATS = List.of("png", "jpg", "jpeg", "webp");

    private static final int LONGEST_STEM = 60;

    /**
     * The file that the user named.
     *
     * @throws BadFileException if it cannot be written
     */
    static OutputFile of(Path wanted) {
        Path absolute = wanted.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        if (parent == null || absolute.getFileName() == null || Files.isDirectory(wanted)) {
            throw new BadFileException(wanted.toString(), "This is a folder; name a file in it, such as apple.png.");
        }
        String name = absolute.getFileName().toString();
        if (name.lastIndexOf('.') < 1) {
            name += ".png";
        }
        checkFormat(wanted, name);
        Path folder = folder(parent);
        if (Files.exists(folder.resolve(name)) && !Files.isWritable(folder.resolve(name))) {
            throw new BadFileException(wanted.toString(), "This file is write-protected; choose another with -o.");
        }
        return new OutputFile(folder, name);
    }

    private static void checkFormat(Path wanted, String name) {
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (!FORMATS.contains(extension)
                || !ImageIO.getImageWritersBySuffix(extension).hasNext()) {
            String known = FORMATS.stream()
                    .filter(format -> ImageIO.getImageWritersBySuffix(format).hasNext())
                    .map(format -> "." + format)
                    .collect(Collectors.joining(", "));
            throw new BadFileException(
                    wanted.toString(), "Pictures are not written as ." + extension + "; name a file of " + known + ".");
        }
    }

    /** A new file in the folder, called as the prompt reads. */
    static OutputFile forPrompt(Path folder, String prompt) {
        String stem = stem(prompt);
        Path writable = folder(folder);
        String name = stem + ".png";
        for (int i = 2; taken(writable, name); i++) {
            name = stem + "-" + i + ".png";
        }
        return new OutputFile(writable, name);
    }

    private static boolean taken(Path folder, String name) {
        String first = name.substring(0, name.length() - 4) + "-1.png";
        return Files.exists(folder.resolve(name)) || Files.exists(folder.resolve(first));
    }

    /**
     * A folder for output: one that can be written, or that can be made when the first picture is. Makes nothing yet, so that a
     * command that is refused leaves no trace.
     *
     * @throws BadFileException if it cannot be made or written
     */
    static Path folder(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        try {
            Path existing = absolute;
            while (!Files.exists(existing) && existing.getParent() != null) {
                existing = existing.getParent();
            }
            // Asking for permissions says nothing about read-only mounts and quotas: try.
            Files.delete(Files.createTempFile(existing, ".zograf", ".tmp"));
            return absolute;
        } catch (IOException e) {
            throw new BadFileException(
                    folder.toString(), "Pictures cannot be written there; choose another place with -o.", e);
        }
    }

    private static String stem(String prompt) {
        String words = Normalizer.normalize(prompt, Normalizer.Form.NFC)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{M}\\p{N}]+", "-")
                .replaceAll("^-|-$", "");
        if (words.length() > LONGEST_STEM) {
            words = words.substring(
                    0, words.offsetByCodePoints(0, Math.min(LONGEST_STEM, words.codePointCount(0, words.length()))));
        }
        return words.isEmpty() ? "zograf" : words;
    }
}
