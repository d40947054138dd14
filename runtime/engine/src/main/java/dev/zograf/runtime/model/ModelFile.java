package dev.zograf.runtime.model;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Checkpoint;
import dev.zograf.api.model.Config;
import dev.zograf.runtime.layout.ImpliedFiles;
import dev.zograf.runtime.layout.ScaledWeights;
import dev.zograf.runtime.layout.SingleFile;
import dev.zograf.tensor.WeightSource;
import dev.zograf.tensor.Weights;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A model that is a single {@code .safetensors} file, or one in pieces with their index. Its own tensors are the component with the empty name. If it holds networks in a known
 * layout it can be read like a folder of diffusers: each network is a component with its configuration.
 */
public final class ModelFile implements Checkpoint {

    private static final int LISTED = 10;
    private static final String INDEX = ".safetensors.index.json";

    private final String name;
    private final String fingerprint;
    private final WeightSource tensors;
    private final Map<String, String> metadata;
    private final SingleFile content;
    private final ImpliedFiles files;

    private ModelFile(String name, WeightSource file, Map<String, String> metadata) {
        this.name = name;
        this.fingerprint = Digest.of(file.fingerprint());
        this.tensors = ScaledWeights.of(file);
        this.metadata = metadata;
        this.content = SingleFile.of(tensors, metadata);
        this.files = content.files();
    }

    /**
     * Opens a file and checks its header; of an index, all files that it names.
     *
     * @param name the name by which it was asked for
     */
    public static ModelFile open(String name, Path path) {
        if (path.toString().endsWith(INDEX)) {
            return new ModelFile(name, ShardedWeights.open(name, path), Map.of());
        }
        SafetensorsFile file = SafetensorsFile.open(name, path);
        return new ModelFile(name, file, file.metadata());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Map<String, String> metadata() {
        return metadata;
    }

    /** What networks were found in it. */
    public SingleFile content() {
        return content;
    }

    @Override
    public boolean has(String path) {
        return files.paths().stream().anyMatch(each -> each.equals(path) || each.startsWith(path + "/"));
    }

    /** The index of a whole model is refused if there are tensors that would silently be left out. */
    @Override
    public Config config(String path) {
        if (path.equals("model_index.json") && !content.unknown().isEmpty()) {
            throw unknown();
        }
        Map<String, Object> fields = files.config(path).orElseThrow(() -> missing(path));
        return Config.of(name + ": " + path, fields);
    }

    @Override
    public String text(String path) {
        return files.text(path).orElseThrow(() -> missing(path));
    }

    @Override
    public byte[] bytes(String path) {
        return files.bytes(path).orElseGet(() -> text(path).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Weights weights(String component) {
        return findWeights(component).orElseThrow(() -> missing(component));
    }

    @Override
    public Optional<Weights> findWeights(String component) {
        return component.isEmpty()
                ? Optional.of(Weights.of(tensors))
                : content.weights(component).map(Weights::of);
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    private BadFileException unknown() {
        Set<String> names = content.unknown();
        String some = names.stream().limit(LISTED).collect(Collectors.joining(", "));
        return new BadFileException(
                name,
                "This file has " + names.size() + " tensors that belong to no network that is known here: " + some
                        + (names.size() > LISTED ? ", …" : "") + ". Its parts can be loaded one by one.");
    }

    private BadFileException missing(String path) {
        return new BadFileException(
                name,
                content.isKnown()
                        ? "This file has no " + path + "; it holds " + String.join(", ", content.parts()) + "."
                        : "There are no tensors in this file from which " + path
                                + " could be told: neither of Stable Diffusion 1, 2, 3 or XL or FLUX.1 nor of one of their parts.");
    }
}
