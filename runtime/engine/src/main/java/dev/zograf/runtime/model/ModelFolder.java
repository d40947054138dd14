package dev.zograf.runtime.model;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Checkpoint;
import dev.zograf.api.model.Config;
import dev.zograf.runtime.json.JsonConfig;
import dev.zograf.tensor.Weights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A model as a folder of configurations and weights, in the layout of diffusers or transformers. Files are read when asked for. */
public final class ModelFolder implements Checkpoint {

    private static final int DEPTH = 4;

    private final String name;
    private final Path folder;
    private final String fingerprint;
    private final Map<String, Optional<Weights>> opened = new ConcurrentHashMap<>();

    private ModelFolder(String name, Path folder, String fingerprint) {
        this.name = name;
        this.folder = folder;
        this.fingerprint = fingerprint;
    }

    /**
     * Opens a folder; looks at the names and dates of its files only.
     *
     * @param name the name by which it was asked for
     */
    public static ModelFolder open(String name, Path folder) {
        try (Stream<Path> files = Files.walk(folder, DEPTH, FileVisitOption.FOLLOW_LINKS)) {
            List<Path> sorted = files.filter(Files::isRegularFile).sorted().toList();
            StringBuilder stamps = new StringBuilder();
            for (Path file : sorted) {
                stamps.append(FileStamp.of(file)).append('\n');
            }
            return new ModelFolder(name, folder, Digest.of(stamps.toString()));
        } catch (IOException e) {
            throw new BadFileException(name, FileReasons.of(e), e);
        } catch (UncheckedIOException e) {
            throw new BadFileException(name, "The folder cannot be read: " + e.getMessage() + ".", e);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean has(String path) {
        return RelativeNames.below(folder, path).filter(Files::exists).isPresent();
    }

    @Override
    public Config config(String path) {
        String shown = ComponentFiles.join(name, path);
        return Config.of(shown, JsonConfig.parse(shown, ModelText.bytes(shown, locate(path))));
    }

    @Override
    public String text(String path) {
        return ModelText.text(ComponentFiles.join(name, path), locate(path));
    }

    @Override
    public byte[] bytes(String path) {
        return ModelText.bytes(ComponentFiles.join(name, path), locate(path));
    }

    @Override
    public Weights weights(String component) {
        return findWeights(component).orElseThrow(() -> {
            Path part = locate(component);
            String shown = ComponentFiles.join(name, component);
            if (!Files.isDirectory(part)) {
                return new BadFileException(
                        name, "The model has no folder \"" + component + "\"; it has " + contents() + ".");
            }
            return new BadFileException(
                    shown,
                    "There are no weights: a file model.safetensors or diffusion_pytorch_model.safetensors is needed.");
        });
    }

    @Override
    public Optional<Weights> findWeights(String component) {
        return opened.computeIfAbsent(
                component,
                key -> ComponentFiles.open(ComponentFiles.join(name, key), locate(key))
                        .map(Weights::of));
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    private Path locate(String path) {
        return RelativeNames.below(folder, path)
                .orElseThrow(() -> new BadFileException(name, "\"" + path + "\" is no path inside the model."));
    }

    private String contents() {
        try (Stream<Path> files = Files.list(folder)) {
            String all = files.filter(Files::isDirectory)
                    .map(file -> folder.relativize(file).toString().replace("/", ""))
                    .sorted()
                    .collect(Collectors.joining(", "));
            return all.isEmpty() ? "no folders" : all;
        } catch (IOException e) {
            throw new BadFileException(name, FileReasons.of(e), e);
        }
    }
}
