package dev.zograf.runtime.model;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Checkpoint;
import dev.zograf.api.model.Config;
import dev.zograf.tensor.Weights;
import java.nio.file.Path;
import java.util.Optional;

/** A model that is a single {@code .safetensors} file, without configurations. */
public final class ModelFile implements Checkpoint {

    private final String name;
    private final SafetensorsFile file;

    private ModelFile(String name, SafetensorsFile file) {
        this.name = name;
        this.file = file;
    }

    /**
     * Opens a file and checks its header.
     *
     * @param name the name by which it was asked for
     */
    public static ModelFile open(String name, Path path) {
        return new ModelFile(name, SafetensorsFile.open(name, path));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean has(String path) {
        return false;
    }

    @Override
    public Config config(String path) {
        throw single(path);
    }

    @Override
    public String text(String path) {
        throw single(path);
    }

    @Override
    public Weights weights(String component) {
        return Weights.of(file);
    }

    @Override
    public Optional<Weights> findWeights(String component) {
        return Optional.of(Weights.of(file));
    }

    @Override
    public String fingerprint() {
        return Digest.of(file.fingerprint());
    }

    private BadFileException single(String path) {
        return new BadFileException(
                name, "This is a single file, where a folder with " + path + " is needed (the diffusers layout).");
    }
}
