package dev.zograf.graphs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * A local repository of Maven as it is after {@code mvn install}, without touching the real one: what this build made, and links to what
 * the real one holds of others.
 */
final class LocalRepository {

    private static final String GROUP = "dev/zograf";

    /** The modules that a plugin's project needs, and the parents of their POMs. */
    private static final Map<String, String> MODULES = Map.of(
            "zograf-parent", ".",
            "zograf-bom", "bom",
            "zograf-api", "api",
            "zograf-runtime-parent", "runtime",
            "zograf-engine", "runtime/engine",
            "zograf-testkit", "runtime/testkit");

    private LocalRepository() {}

    /** Fills the folder. */
    static void make(Path folder, Path real, String version) throws IOException {
        link(real, folder, "dev");
        link(real.resolve("dev"), folder.resolve("dev"), "zograf");
        for (Map.Entry<String, String> module : MODULES.entrySet()) {
            Path source = Checkout.root().resolve(module.getValue()).normalize();
            Path target = Files.createDirectories(
                    folder.resolve(GROUP).resolve(module.getKey()).resolve(version));
            String name = module.getKey() + "-" + version;
            Files.copy(source.resolve("pom.xml"), target.resolve(name + ".pom"));
            if (Files.isDirectory(source.resolve("target/classes"))) {
                jar(source.resolve("target/classes"), target.resolve(name + ".jar"));
            }
        }
    }

    /** Takes the links away again, and nothing that they lead to. */
    static void unlink(Path folder) throws IOException {
        for (Path level : List.of(folder, folder.resolve("dev"))) {
            try (Stream<Path> entries = Files.list(level)) {
                for (Path link : entries.filter(Files::isSymbolicLink).toList()) {
                    Files.delete(link);
                }
            }
        }
    }

    /** Links to everything in a folder but one. */
    private static void link(Path from, Path to, String except) throws IOException {
        Files.createDirectories(to);
        if (Files.isDirectory(from)) {
            try (Stream<Path> entries = Files.list(from)) {
                for (Path entry : entries.filter(Files::isDirectory).toList()) {
                    if (!entry.getFileName().toString().equals(except)) {
                        Files.createSymbolicLink(to.resolve(entry.getFileName()), entry.toAbsolutePath());
                    }
                }
            }
        }
    }

    private static void jar(Path classes, Path jar) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(classes)) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Path file : files) {
                out.putNextEntry(
                        new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, out);
            }
        }
    }
}
