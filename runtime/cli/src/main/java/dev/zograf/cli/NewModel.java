package dev.zograf.cli;

import dev.zograf.api.BadFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** A file or folder that is made beside its place and moved there when it is complete; otherwise nothing is left of it. */
final class NewModel implements AutoCloseable {

    private final Path target;
    private final Path temporary;

    private NewModel(Path target, Path temporary) {
        this.target = target;
        this.temporary = temporary;
    }

    /**
     * Begins a new model.
     *
     * @param force whether to replace what is there, if that is a model too
     * @throws BadFileException if it is there and may not be replaced
     */
    static NewModel at(Path place, boolean force) throws IOException {
        Path target = place.toAbsolutePath().normalize();
        Path folder = target.getParent();
        if (folder == null) {
            throw new BadFileException(place.toString(), "This is no place for a model.");
        }
        if (Files.exists(target)) {
            if (!force) {
                throw new BadFileException(place.toString(), "It is there already; --force replaces it.");
            }
            boolean model =
                    Files.exists(target.resolve("model_index.json")) || Files.exists(target.resolve("config.json"));
            if (Files.isDirectory(target) && !model) {
                throw new BadFileException(place.toString(), "This is a folder, but no model; it is not replaced.");
            }
        }
        Files.createDirectories(folder);
        return new NewModel(target, folder.resolve(".zograf-" + UUID.randomUUID() + ".part"));
    }

    /** Where to make it; there is nothing yet. */
    Path path() {
        return temporary;
    }

    /** Moves it to its place. */
    void keep() throws IOException {
        if (!Files.isDirectory(target)) {
            Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            return;
        }
        Path old = temporary.resolveSibling(".zograf-" + UUID.randomUUID() + ".old");
        Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        delete(old);
    }

    private static void delete(Path path) throws IOException {
        if (Files.exists(path)) {
            List<Path> all;
            try (Stream<Path> files = Files.walk(path)) {
                all = files.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path file : all) {
                Files.deleteIfExists(file);
            }
        }
    }

    @Override
    public void close() throws IOException {
        delete(temporary);
    }
}
