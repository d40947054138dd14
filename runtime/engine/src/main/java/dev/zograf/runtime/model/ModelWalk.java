package dev.zograf.runtime.model;

import dev.zograf.api.BadFileException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.stream.Stream;

/** Finds what is a model in a folder: {@code .safetensors} files, and folders with the configuration of a model. */
final class ModelWalk {

    private final Path top;
    private final boolean pickles;
    private final Collection<String> found;

    private ModelWalk(Path top, boolean pickles, Collection<String> found) {
        this.top = top;
        this.pickles = pickles;
        this.found = found;
    }

    /**
     * Adds the names of models, relative to the folder; none if there is no such folder.
     *
     * @param depth how many folders deep to look; 1 is the folder itself
     * @param pickles whether to name what cannot be opened, too: pickles, and folders that may not be read
     */
    static void collect(Path folder, int depth, boolean pickles, Collection<String> found) {
        if (Files.isDirectory(folder)) {
            new ModelWalk(folder, pickles, found).walk(folder, depth);
        }
    }

    private void walk(Path folder, int depth) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                if (isModel(file)) {
                    found.add(name(file));
                } else if (Files.isDirectory(file) && depth > 1) {
                    walk(file, depth - 1);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            if (pickles && !folder.equals(top)) {
                // A folder that cannot be read is listed as if it were a model: opening it says why it is none.
                found.add(name(folder));
                return;
            }
            throw new BadFileException(top.toString(), "The folder cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private String name(Path file) {
        String name =
                top.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
        return name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    }

    private boolean isModel(Path file) {
        if (!Files.isDirectory(file)) {
            return file.toString().endsWith(".safetensors") || (pickles && Pickles.is(file));
        }
        return (file.getFileName() == null
                        || !ModelKinds.all()
                                .contains(file.getFileName().toString().replace("/", "")))
                && (Files.exists(file.resolve("model_index.json"))
                        || Files.exists(file.resolve("config.json"))
                        || Files.exists(file.resolve("open_clip_config.json")));
    }
}
