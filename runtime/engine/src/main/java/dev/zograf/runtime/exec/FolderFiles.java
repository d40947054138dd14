package dev.zograf.runtime.exec;

import dev.zograf.api.BadFileException;
import dev.zograf.api.Cancellation;
import dev.zograf.api.RunFiles;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Files below root folders. A name cannot leave its root, neither by {@code ..} nor through a symbolic link; only what the host
 * itself gave as an input of the workflow may be any path.
 */
public final class FolderFiles implements RunFiles {

    private static final int MOST_NAMES = 100_000;

    private final List<Path> inputRoots;
    private final Optional<Path> outputRoot;
    private final Set<String> trusted;
    private final TemporaryFiles temporaries;
    private final Cancellation cancellation;
    private final Guard guard;

    /**
     * The files of a run.
     *
     * @param inputRoots searched in order
     * @param outputRoot empty if the run may write only what is trusted
     * @param trusted what may be any path
     * @param guard counts what is written
     */
    public FolderFiles(
            List<Path> inputRoots,
            Optional<Path> outputRoot,
            Set<String> trusted,
            TemporaryFiles temporaries,
            Cancellation cancellation,
            Guard guard) {
        this.inputRoots = List.copyOf(inputRoots);
        this.outputRoot = outputRoot;
        this.trusted = Set.copyOf(trusted);
        this.temporaries = temporaries;
        this.cancellation = cancellation;
        this.guard = guard;
    }

    @Override
    public Path input(String name) {
        for (Path root : inputRoots) {
            Path file = below(root, name);
            if (file != null && Files.exists(file)) {
                if (!staysBelow(root, file)) {
                    throw new BadFileException(name, "a symbolic link leads out of the input folder.");
                }
                return file;
            }
        }
        if (trusted.contains(name)) {
            Path file = path(name);
            if (Files.exists(file)) {
                return file;
            }
        } else if (inputRoots.stream().noneMatch(root -> below(root, name) != null) && !inputRoots.isEmpty()) {
            throw new BadFileException(
                    name, "the name leads out of the input folder; put the file there and name it relative to it.");
        }
        String searched = inputRoots.isEmpty() ? "" : " (searched in " + joined(inputRoots) + ")";
        throw new BadFileException(name, "there is no such file" + searched + ".");
    }

    @Override
    public Path write(String name, Content content) {
        Path target = output(name);
        Path temporary = null;
        try {
            Path folder = TemporaryFiles.folder(target);
            if (outputRoot.isPresent() && below(outputRoot.get(), name) != null) {
                Files.createDirectories(outputRoot.get());
                if (!staysBelow(outputRoot.get(), existing(folder))) {
                    throw new BadFileException(name, "a symbolic link leads out of the output folder.");
                }
            }
            Files.createDirectories(folder);
            if (Files.isDirectory(target)) {
                throw new BadFileException(name, "there is a folder of that name; choose another.");
            }
            temporary = temporaries.beside(target);
            try (OutputStream out = guard.writing(new BufferedOutputStream(Files.newOutputStream(temporary)))) {
                content.writeTo(out);
            }
            cancellation.throwIfRequested();
            move(temporary, target);
            return target;
        } catch (IOException e) {
            throw new BadFileException(name, "it cannot be written: " + reason(e) + ".", e);
        } finally {
            if (temporary != null) {
                temporaries.discard(temporary);
            }
        }
    }

    @Override
    public String newName(String prefix, String extension) {
        for (int number = 1; number <= MOST_NAMES; number++) {
            String name = String.format(Locale.ROOT, "%s-%04d.%s", prefix, number, extension);
            Path path = output(name).toAbsolutePath().normalize();
            if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS) && temporaries.promise(path)) {
                return name;
            }
        }
        throw new BadFileException(prefix, "there are " + MOST_NAMES + " files of that name; clear the output folder.");
    }

    private Path output(String name) {
        if (outputRoot.isPresent()) {
            Path file = below(outputRoot.get(), name);
            if (file != null) {
                return file;
            }
        }
        if (trusted.contains(name)) {
            return path(name);
        }
        throw new BadFileException(
                name,
                outputRoot.isPresent()
                        ? "the name leads out of the output folder; name it relative to " + outputRoot.get() + "."
                        : "the run has no output folder; set one when the engine is built.");
    }

    private static Path path(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new BadFileException(cleaned(name), "that is no file name.", e);
        }
    }

    /** The file below the root, or null if the name leads elsewhere. */
    private static @Nullable Path below(Path root, String name) {
        try {
            Path relative = root.getFileSystem().getPath(name);
            Path file = root.resolve(relative).normalize();
            boolean below =
                    !relative.isAbsolute() && !file.equals(root.normalize()) && file.startsWith(root.normalize());
            return below && !name.isEmpty() ? file : null;
        } catch (InvalidPathException e) {
            throw new BadFileException(cleaned(name), "that is no file name.", e);
        }
    }

    private static boolean staysBelow(Path root, Path file) {
        try {
            return file.toRealPath().startsWith(root.toRealPath());
        } catch (IOException e) {
            return false;
        }
    }

    /** The nearest folder on the way up that is there. */
    private static Path existing(Path folder) {
        Path at = folder;
        Path up = at.getParent();
        while (!Files.exists(at, LinkOption.NOFOLLOW_LINKS) && up != null) {
            at = up;
            up = at.getParent();
        }
        return at;
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static String cleaned(String name) {
        return name.replaceAll("\\p{Cntrl}", "?");
    }

    private static String joined(List<Path> roots) {
        return String.join(", ", roots.stream().map(Path::toString).toList());
    }
}
