package dev.zograf.server.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files that are on disk whole, or not at all. */
public final class DurableFiles {

    private DurableFiles() {}

    /** Writes a file as a whole: beside its place first, then on disk, then there. */
    public static void write(Path temporary, Path target, byte[] bytes) throws IOException {
        Path beside = Files.createTempFile(temporary, "write", ".tmp");
        try {
            Files.write(beside, bytes);
            put(beside, target);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    /** Moves a file to its place, replacing what is there, once its bytes are on disk. */
    public static void put(Path from, Path target) throws IOException {
        try (FileChannel channel = FileChannel.open(from, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        try {
            Files.move(from, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, target, StandardCopyOption.REPLACE_EXISTING);
        }
        sync(target.toAbsolutePath().resolveSibling(""));
    }

    /** Gives a file a second name; a copy where the file system has no such thing. False if the name is taken. */
    static boolean link(Path temporary, Path existing, Path name) throws IOException {
        try {
            Files.createLink(name, existing);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (UnsupportedOperationException | IOException e) {
            if (Files.exists(name)) {
                return false;
            }
            Path beside = Files.createTempFile(temporary, "copy", ".tmp");
            Files.copy(existing, beside, StandardCopyOption.REPLACE_EXISTING);
            put(beside, name);
            return true;
        }
    }

    /** Makes the names in a folder last. Windows does so itself, and cannot open a folder. */
    private static void sync(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Not every file system can; the file's bytes are on disk all the same.
        }
    }
}
