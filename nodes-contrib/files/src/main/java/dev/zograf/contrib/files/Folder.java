package dev.zograf.contrib.files;

import dev.zograf.api.BadFileException;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.RunFiles;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.PatternSyntaxException;

/** The files of a folder below the input root. Links to files inside the folder are followed, one that leads out of it is refused. */
final class Folder {

    /** As many files and folders as are looked at. */
    static final int MAX_ENTRIES = 100_000;

    /** As deep as folders in folders are looked into. */
    static final int MAX_DEPTH = 32;

    private final String name;
    private final Path path;
    private final Path real;

    private Folder(String name, Path path, Path real) {
        this.name = name;
        this.path = path;
        this.real = real;
    }

    /**
     * A folder by its name.
     *
     * @throws BadFileException if there is none of that name below the input root
     */
    static Folder of(String name, RunFiles files) {
        Path path = files.input(name);
        if (!Files.isDirectory(path)) {
            throw new BadFileException(name, "this is no folder.");
        }
        try {
            return new Folder(name, path, path.toRealPath());
        } catch (IOException e) {
            throw new BadFileException(name, "the folder cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /** A file and its name in the folder, with slashes. */
    record Entry(String name, Path path) {
        /** Changes when the file is written again. */
        String fingerprint() throws IOException {
            return name + ":" + Files.size(path) + "@" + Files.getLastModifiedTime(path);
        }
    }

    /**
     * The files whose names fit a pattern, in natural order.
     *
     * @param pattern a glob over the name in the folder; one without a slash is for the file's own name
     * @throws BadFileException if the folder is too large, or a link leads out of it
     */
    List<Entry> list(String pattern, boolean recursive) {
        PathMatcher matcher = matcher(pattern);
        boolean ownName = !pattern.contains("/");
        List<Entry> found = new ArrayList<>();
        for (Path file : walk(recursive)) {
            Path relative = path.relativize(file);
            if (matcher.matches(ownName ? relative.getFileName() : relative)) {
                found.add(new Entry(relative.toString().replace('\\', '/'), checked(file, relative)));
            }
        }
        found.sort((a, b) -> NaturalOrder.INSTANCE.compare(a.name(), b.name()));
        return found;
    }

    private static PathMatcher matcher(String pattern) {
        try {
            return FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        } catch (PatternSyntaxException e) {
            throw new InvalidInputException(
                    "pattern",
                    "\"" + pattern + "\" is no pattern: " + e.getDescription() + "; write *.png or *.{png,jpg}.",
                    e);
        }
    }

    private List<Path> walk(boolean recursive) {
        List<Path> found = new ArrayList<>();
        int[] seen = new int[1];
        try {
            Files.walkFileTree(
                    path, EnumSet.noneOf(FileVisitOption.class), recursive ? MAX_DEPTH : 1, new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                            if (++seen[0] > MAX_ENTRIES) {
                                throw new BadFileException(
                                        name,
                                        "the folder has more than " + MAX_ENTRIES + " entries; name a smaller one.");
                            }
                            if (attributes.isRegularFile() || attributes.isSymbolicLink()) {
                                found.add(file);
                            }
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException e) {
                            throw new BadFileException(
                                    name + "/" + path.relativize(file),
                                    "it cannot be read: " + e.getMessage() + ".",
                                    e);
                        }
                    });
        } catch (IOException e) {
            throw new BadFileException(name, "the folder cannot be read: " + e.getMessage() + ".", e);
        }
        return found;
    }

    private Path checked(Path file, Path relative) {
        if (!Files.isSymbolicLink(file)) {
            return file;
        }
        try {
            Path target = file.toRealPath();
            if (target.startsWith(real) && Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)) {
                return target;
            }
        } catch (IOException e) {
            throw new BadFileException(name + "/" + relative, "the symbolic link leads nowhere; remove it.", e);
        }
        throw new BadFileException(
                name + "/" + relative,
                "a symbolic link leads out of the folder or to no file; remove it or take it out by the pattern.");
    }
}
