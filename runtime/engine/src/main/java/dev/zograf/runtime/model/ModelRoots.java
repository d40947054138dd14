package dev.zograf.runtime.model;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Checkpoint;
import dev.zograf.api.model.Models;
import dev.zograf.runtime.json.Nearest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Finds models: below each root in the sub-folder of the kind, then in the root itself, then among those that ship. Names from a
 * workflow cannot leave these folders; only what the host allowed by {@link #allow} is opened by its path.
 */
public final class ModelRoots implements Models, AutoCloseable {

    private static final Set<String> READ = Set.of(".safetensors", ".json", ".txt", ".model");
    private static final int LISTED = 20;
    private static final int DEPTH = 3;

    private final List<Path> roots;
    private final Set<Path> allowed = ConcurrentHashMap.newKeySet();
    private final BundledModels bundled;

    /**
     * Looks in these folders.
     *
     * @param roots searched in order; those that do not exist are passed over
     * @param bundled the models that ship; closed with this
     */
    public ModelRoots(List<Path> roots, BundledModels bundled) {
        this.roots =
                roots.stream().map(root -> root.toAbsolutePath().normalize()).toList();
        this.bundled = bundled;
    }

    /**
     * Lets workflows name this file or folder, or what is below it, by its path, if there is such a file now. For paths that the
     * host's user gave.
     */
    public void allow(Path path) {
        if (Files.exists(path)) {
            allowed.add(path.toAbsolutePath().normalize());
        }
    }

    @Override
    public Checkpoint open(String kind, String name) {
        if (name.isBlank()) {
            throw new BadFileException("\"\"", "A model's name is needed. " + known(kind, name));
        }
        Path path = find(kind, name)
                .orElseThrow(() -> new BadFileException(name, "There is no such model. " + known(kind, name)));
        if (Files.isDirectory(path)) {
            return ModelFolder.open(name, path);
        }
        return openFile(path, name);
    }

    @Override
    public Checkpoint openFile(Path file, String name) {
        if (Pickles.is(file)) {
            throw Pickles.refusal(name);
        }
        return ModelFile.open(name, file);
    }

    /** Why {@link #open} would find no model of that name, if so. Looks at names only. */
    public Optional<String> missing(String kind, String name) {
        if (name.isBlank()) {
            return Optional.of("A model's name is needed. " + known(kind, name));
        }
        try {
            return find(kind, name).isPresent()
                    ? Optional.empty()
                    : Optional.of("There is no such model. " + known(kind, name));
        } catch (BadFileException e) {
            return Optional.of(String.valueOf(e.getMessage()).replace(e.file() + ": ", ""));
        }
    }

    /**
     * The files that make a model, by name relative to its folder: what {@link #open} may read, not what lies beside it.
     *
     * @throws BadFileException if there is no such model
     */
    public Map<String, Path> files(String kind, String name) {
        open(kind, name);
        Path path = find(kind, name).orElseThrow();
        if (!Files.isDirectory(path)) {
            return Map.of(String.valueOf(path.getFileName()), path);
        }
        Map<String, Path> files = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(path, DEPTH + 1, FileVisitOption.FOLLOW_LINKS)) {
            for (Path file : (Iterable<Path>) walk.filter(Files::isRegularFile)::iterator) {
                String relative = path.relativize(file)
                        .toString()
                        .replace(file.getFileSystem().getSeparator(), "/");
                if (READ.stream().anyMatch(relative::endsWith)) {
                    files.put(relative, file);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            throw new BadFileException(name, "The folder cannot be read: " + e.getMessage() + ".", e);
        }
        return files;
    }

    @Override
    public List<String> names(String kind) {
        Set<String> out = new TreeSet<>();
        for (Path root : allRoots()) {
            for (String folder : ModelKinds.folders(kind)) {
                ModelWalk.collect(root.resolve(folder), DEPTH, false, out);
            }
            ModelWalk.collect(root, 1, false, out);
        }
        return List.copyOf(out);
    }

    /**
     * A model that lies below a root.
     *
     * @param kind the sub-folder in which it was found; empty for what lies in the root itself
     * @param name by which {@link #open} knows it
     */
    public record Found(String kind, String name) {}

    /** All models of all kinds, those that are pickles and cannot be opened included. */
    public List<Found> list() {
        Set<Found> out = new LinkedHashSet<>();
        for (Path root : allRoots()) {
            for (String kind : ModelKinds.all()) {
                Set<String> names = new TreeSet<>();
                ModelWalk.collect(root.resolve(kind), DEPTH, true, names);
                names.forEach(name -> out.add(new Found(kind, name)));
            }
            Set<String> names = new TreeSet<>();
            ModelWalk.collect(root, 1, true, names);
            names.forEach(name -> out.add(new Found("", name)));
        }
        return List.copyOf(out);
    }

    private List<Path> allRoots() {
        List<Path> all = new ArrayList<>(roots);
        all.addAll(bundled.roots());
        return all;
    }

    private static List<Path> folders(Path root, String kind) {
        List<Path> folders = new ArrayList<>();
        ModelKinds.searched(kind).forEach(folder -> folders.add(root.resolve(folder)));
        folders.add(root);
        return folders;
    }

    private Optional<Path> find(String kind, String name) {
        Optional<Path> given = given(name);
        if (given.isPresent()) {
            return given;
        }
        boolean climbs = false;
        for (Path root : allRoots()) {
            for (Path folder : folders(root, kind)) {
                for (String candidate : List.of(name, name + ".safetensors")) {
                    Optional<Path> path = RelativeNames.below(folder, candidate);
                    climbs |= path.isEmpty();
                    if (path.isPresent() && !path.get().equals(folder) && Files.exists(path.get())) {
                        return path;
                    }
                }
            }
        }
        if (climbs || isAbsolute(name)) {
            throw new BadFileException(
                    name,
                    "There is no such model. A workflow names models below the model folders, not elsewhere; a path that a host or"
                            + " a command passes is that of a file or folder that exists.");
        }
        return Optional.empty();
    }

    private Optional<Path> given(String name) {
        try {
            Path path = Path.of(name).toAbsolutePath().normalize();
            return allowed.stream().anyMatch(path::startsWith) && Files.exists(path)
                    ? Optional.of(path)
                    : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static boolean isAbsolute(String name) {
        try {
            return Path.of(name).isAbsolute();
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private String known(String kind, String name) {
        List<String> names = names(kind);
        if (names.isEmpty()) {
            return roots.isEmpty()
                    ? "No folder of models was named: --models, ZOGRAF_MODELS or ZografBuilder.models names one, with a folder "
                            + kind + " in it."
                    : "None was found in a folder " + kind + " below " + roots + ".";
        }
        List<String> near = Nearest.to(name, names);
        String guess = near.isEmpty() ? "" : "Did you mean " + String.join(" or ", near) + "? ";
        String rest = names.size() > LISTED ? " and " + (names.size() - LISTED) + " more" : "";
        return guess + "There are: " + String.join(", ", names.subList(0, Math.min(LISTED, names.size()))) + rest + ".";
    }

    @Override
    public void close() {
        bundled.close();
    }
}
