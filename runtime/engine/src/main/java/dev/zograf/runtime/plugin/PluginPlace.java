package dev.zograf.runtime.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Where a plugin lies: a folder {@code NAME/*.jar}, or a single {@code NAME.jar}.
 *
 * @param name of the folder, or of the jar without its ending
 * @param path the folder or jar
 * @param root the folder that links in it must not leave
 * @param jars sorted by name
 */
public record PluginPlace(String name, Path path, Path root, List<Path> jars) {

    private static final int MOST_JARS = 500;

    /** The plugin at a folder or jar; links are followed as long as they stay below {@code root}. */
    static PluginPlace at(Path path, Path root) throws Refusal {
        try {
            Path top = root.toRealPath();
            if (!path.toRealPath().startsWith(top)) {
                throw leaves(path);
            }
            if (Files.isDirectory(path)) {
                return new PluginPlace(name(path), path, root, jars(path, top));
            }
            if (!isJar(path)) {
                throw new Refusal(
                        PluginFailure.Kind.NO_JAR, "A plugin is a .jar file, or a folder with .jar files in it.");
            }
            return new PluginPlace(name(path), path, root, List.of(path));
        } catch (IOException e) {
            throw new Refusal(
                    PluginFailure.Kind.UNREADABLE, "It is not there or cannot be read; look at " + path + ".", e);
        }
    }

    /** Whether it was named itself, rather than found in a plugin folder. */
    public boolean added() {
        return root.equals(path);
    }

    private static List<Path> jars(Path folder, Path root) throws IOException, Refusal {
        List<Path> jars = new ArrayList<>();
        for (Path file : sorted(folder)) {
            if (isJar(file)) {
                if (!file.toRealPath().startsWith(root)) {
                    throw leaves(file);
                }
                jars.add(file);
            }
        }
        if (jars.isEmpty()) {
            throw new Refusal(
                    PluginFailure.Kind.NO_JAR, "There is no .jar file in its folder; put the plugin's there.");
        }
        if (jars.size() > MOST_JARS) {
            throw new Refusal(
                    PluginFailure.Kind.UNSAFE, "It has " + jars.size() + " jars; at most " + MOST_JARS + " are read.");
        }
        return List.copyOf(jars);
    }

    private static Refusal leaves(Path file) {
        return new Refusal(
                PluginFailure.Kind.UNSAFE,
                file.getFileName() + " is a link that leaves the plugin folder; copy the file there.");
    }

    /** What lies in a folder, sorted by name. */
    static List<Path> sorted(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    static boolean isJar(Path file) {
        return name(file, "").toLowerCase(Locale.ROOT).endsWith(".jar") && !Files.isDirectory(file);
    }

    /** Its name without {@code .jar}. */
    static String name(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        String name = name(absolute, absolute.toString());
        return !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                        && name.toLowerCase(Locale.ROOT).endsWith(".jar")
                ? name.substring(0, name.length() - 4)
                : name;
    }

    private static String name(Path path, String otherwise) {
        Path name = path.getFileName();
        return name == null ? otherwise : name.toString();
    }
}
