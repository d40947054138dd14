package dev.zograf.cli;

import java.io.File;
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

    /** The folders to search for models. */
    List<Path> modelRoots() {
        if (!models.isEmpty()) {
            return models;
        }
        String set = System.getenv("ZOGRAF_MODELS");
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
