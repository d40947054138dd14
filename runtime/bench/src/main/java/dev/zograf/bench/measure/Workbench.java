package dev.zograf.bench.measure;

import dev.zograf.bench.checkpoint.Checkpoints;
import dev.zograf.runtime.model.BundledModels;
import dev.zograf.runtime.model.ModelRoots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What scenarios have at hand: the settings, checkpoints, our worker and the Python side. */
public final class Workbench {

    private static final String WORKER = "dev.zograf.bench.scenario.Worker";
    private static final String WARNINGS = "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn";

    private final Settings settings;
    private final Optional<Python> python;
    private final Checkpoints checkpoints;

    /**
     * Ready to measure; nothing large is written before a scenario needs it.
     *
     * @throws dev.zograf.api.InvalidInputException if the interpreter that the settings name cannot be used
     */
    public Workbench(Settings settings) throws IOException, InterruptedException {
        this.settings = settings;
        checkpoints = new Checkpoints(settings.folder(), settings.small());
        python = settings.python().isPresent()
                ? Optional.of(new Python(settings.python().get(), settings.folder()))
                : Optional.empty();
    }

    /** How to measure. */
    public Settings settings() {
        return settings;
    }

    /** Checkpoints with random weights. */
    public Checkpoints checkpoints() {
        return checkpoints;
    }

    /** The Python side, if there is one. */
    public Optional<Python> python() {
        return python;
    }

    /** The files of a model that ships, copied where another program can read them. */
    public Path shipped(String kind, String name) throws IOException {
        Path folder = settings.folder().resolve("shipped").resolve(name);
        try (ModelRoots roots = new ModelRoots(List.of(), new BundledModels(Workbench.class.getClassLoader()))) {
            Map<String, Path> files = roots.files(kind, name);
            for (Map.Entry<String, Path> file : files.entrySet()) {
                Path copy = folder.resolve(file.getKey());
                Path parent = copy.getParent();
                Files.createDirectories(parent == null ? folder : parent);
                Files.copy(file.getValue(), copy, StandardCopyOption.REPLACE_EXISTING);
            }
            return files.size() == 1 ? folder.resolve(files.keySet().iterator().next()) : folder;
        }
    }

    /** Our command, in a JVM of its own, that works when it is asked: {@code key=value} arguments. */
    public List<String> worker(String precision, List<String> arguments) {
        List<String> all = new ArrayList<>(List.of("precision=" + precision));
        all.addAll(arguments);
        List<String> command = new ArrayList<>(OwnJvm.command(WORKER, all));
        command.add(1, WARNINGS);
        return command;
    }
}
