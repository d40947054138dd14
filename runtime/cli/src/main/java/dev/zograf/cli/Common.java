package dev.zograf.cli;

import dev.zograf.runtime.plugin.PluginTrust;
import dev.zograf.runtime.plugin.PluginTrustFile;
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

    @Option(
            names = "--plugin-trust",
            paramLabel = "POLICY",
            description =
                    "Which plugins from folders may run: any (the default), signed:FILE with certificates or minisign keys, or"
                            + " allow:FILE with SHA-256 hashes of jars.")
    String pluginTrust = "any";

    /** The policy that was named. */
    PluginTrust trust() {
        int colon = pluginTrust.indexOf(':');
        String kind = colon < 0 ? pluginTrust : pluginTrust.substring(0, colon);
        String file = pluginTrust.substring(colon + 1);
        if (pluginTrust.equals("any")) {
            return PluginTrust.any();
        }
        if (colon > 0 && !file.isEmpty() && kind.equals("signed")) {
            return PluginTrustFile.signedBy(Path.of(file));
        }
        if (colon > 0 && !file.isEmpty() && kind.equals("allow")) {
            return PluginTrustFile.allowList(Path.of(file));
        }
        throw new UsageException("--plugin-trust is any, signed:FILE or allow:FILE, not \"" + pluginTrust + "\".");
    }

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
