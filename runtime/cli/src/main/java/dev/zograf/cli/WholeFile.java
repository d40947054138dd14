package dev.zograf.cli;

import dev.zograf.api.BadFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes a text file whole or not at all. */
final class WholeFile {

    private WholeFile() {}

    /**
     * Replaces a file's content, keeping its permissions; a link stays a link. Missing folders are made.
     *
     * @throws BadFileException if it cannot be written; the file is then as it was
     */
    static void write(Path file, String text) {
        Path temporary = null;
        try {
            Path target = Files.exists(file)
                    ? file.toRealPath()
                    : file.toAbsolutePath().normalize();
            Path folder = target.getParent();
            if (Files.isDirectory(target) || folder == null) {
                throw new BadFileException(file.toString(), "This is a folder; name a file.");
            }
            Files.createDirectories(folder);
            temporary = Files.createFile(folder.resolve(".zograf-" + UUID.randomUUID() + ".part"));
            Files.writeString(temporary, text);
            keepPermissions(target, temporary);
            Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new BadFileException(file.toString(), "It cannot be written: " + e.getMessage() + ".", e);
        } finally {
            discard(temporary);
        }
    }

    private static void keepPermissions(Path from, Path to) throws IOException {
        PosixFileAttributeView old = Files.getFileAttributeView(from, PosixFileAttributeView.class);
        if (old != null && Files.exists(from)) {
            Files.setPosixFilePermissions(to, old.readAttributes().permissions());
        }
    }

    private static void discard(@Nullable Path temporary) {
        if (temporary != null) {
            try {
                Files.deleteIfExists(temporary);
            } catch (IOException e) {
                // What is left is a hidden file beside the target; the reason that matters is already on its way.
            }
        }
    }
}
