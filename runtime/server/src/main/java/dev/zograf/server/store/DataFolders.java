package dev.zograf.server.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where things lie in the server's data folder. Each owner has folders of its own; where there are no keys, all share one set. */
public final class DataFolders {

    private final Path root;

    /** The folders, which are made as needed. */
    public DataFolders(Path root) {
        this.root = root.toAbsolutePath().normalize();
        for (Path folder : List.of(this.root, blobs(), temporary(), staging())) {
            make(folder);
        }
    }

    /** The data folder. */
    public Path root() {
        return root;
    }

    /** A folder of an owner: {@code input}, {@code output}, {@code temp}, {@code user} or {@code workflows}. */
    public Path of(String owner, String area) {
        Path base = owner.isEmpty() ? root : root.resolve("owners").resolve(owner);
        return make(base.resolve(area));
    }

    /** Where results lie by their contents. */
    Path blobs() {
        return root.resolve("results");
    }

    /** Where files lie that are not whole yet; emptied at the start. */
    public Path temporary() {
        return root.resolve("tmp");
    }

    /** Where runs write; emptied at the start. */
    public Path staging() {
        return root.resolve("runs");
    }

    private static Path make(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new StoreException("The folder " + folder + " cannot be made: " + e.getMessage() + ".", e);
        }
    }

    /** Removes everything in a folder. */
    static void empty(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                if (!path.equals(folder)) {
                    Files.deleteIfExists(path);
                }
            }
        } catch (IOException e) {
            throw new StoreException("The folder " + folder + " cannot be emptied: " + e.getMessage() + ".", e);
        }
    }

    /** Removes a folder and everything in it. */
    public static void remove(Path folder) {
        if (Files.isDirectory(folder)) {
            empty(folder);
            try {
                Files.deleteIfExists(folder);
            } catch (IOException e) {
                throw new StoreException("The folder " + folder + " cannot be removed: " + e.getMessage() + ".", e);
            }
        }
    }
}
