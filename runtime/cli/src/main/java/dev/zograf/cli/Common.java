package dev.zograf.cli;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Options of every command. */
final class Common {

    @Option(
            names = "--models",
            paramLabel = "DIR",
            description =
                    "A folder of models with checkpoints, vae, upscale_models, ... in it, searched before the models that"
                            + " ship. May be given several times; otherwise ZOGRAF_MODELS.")
    List<Path> models = new ArrayList<>();

    @Option(
            names = {"-q", "--quiet"},
            description = "Say nothing but errors.")
    boolean quiet;

    @Option(names = "--verbose", description = "Say more, and show where an error comes from.")
    boolean verbose;

    @Option(names = "--json", description = "Print one JSON document on stdout and no progress.")
    boolean json;

    @Option(
            names = "--plugins",
            paramLabel = "DIR",
            description =
                    "A folder of plugins, each a folder NAME with jars or a single NAME.jar, besides the folder plugins of the"
                            + " distribution. May be given several times; otherwise ZOGRAF_PLUGINS.")
    List<Path> plugins = new ArrayList<>();

    /** The folders to search for models. */
    List<Path> modelRoots() {
        return models.isEmpty() ? fromEnvironment("ZOGRAF_MODELS") : models;
    }

    /** The folders of plugins: those that were named must be there, that of the distribution may be. */
    List<Path> pluginFolders() {
        List<Path> folders = new ArrayList<>();
        String home = System.getProperty("zograf.home");
        if (home != null && Files.isDirectory(Path.of(home, "plugins"))) {
            folders.add(Path.of(home, "plugins"));
        }
        for (Path named : plugins.isEmpty() ? fromEnvironment("ZOGRAF_PLUGINS") : plugins) {
            if (!Files.isDirectory(named)) {
                throw new UsageException("There is no plugin folder " + named + "; make it, or do not name it.");
            }
            folders.add(named);
        }
        return folders;
    }

    private static List<Path> fromEnvironment(String name) {
        String set = System.getenv(name);
        if (set == null || set.isBlank()) {
            return List.of();
        }
        List<Path> roots = new ArrayList<>();
        for (String root : set.split(File.pathSeparator, -1)) {
            if (!root.isBlank()) {
                roots.add(Path.of(root));
            }
        }
        return roots;
    }
}
