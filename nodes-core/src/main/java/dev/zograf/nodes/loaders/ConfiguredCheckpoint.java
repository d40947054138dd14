package dev.zograf.nodes.loaders;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Checkpoint;
import dev.zograf.api.model.Config;
import dev.zograf.api.model.Models;
import dev.zograf.tensor.Weights;
import java.util.Optional;

/**
 * The weights of one checkpoint with the configurations, the tokenizer and the scheduler of another: for files of weights alone whose
 * sizes are not those of the published models.
 */
final class ConfiguredCheckpoint implements Checkpoint {

    private static final String INDEX = "model_index.json";
    private static final String AVERAGED = "unet_ema";
    private static final String STATISTICS = "image_normalizer";

    private final Checkpoint weights;
    private final Checkpoint configs;
    private final boolean averaged;

    private ConfiguredCheckpoint(Checkpoint weights, Checkpoint configs, boolean averaged) {
        this.weights = weights;
        this.configs = configs;
        this.averaged = averaged;
    }

    /**
     * Opens a checkpoint as a loader's inputs say.
     *
     * @param config names a folder of configurations; else the model's own
     * @param averaged whether to take the averaged weights of the U-Net, which must be there
     */
    static Checkpoint open(Models models, String kind, String name, Optional<String> config, boolean averaged) {
        Checkpoint weights = models.open(kind, name);
        if (config.isEmpty() && !averaged) {
            return weights;
        }
        Checkpoint configs =
                config.map(folder -> models.open("checkpoints", folder)).orElse(weights);
        return new ConfiguredCheckpoint(weights, configs, averaged);
    }

    @Override
    public String name() {
        return weights.name();
    }

    /** Folders are not mixed: what the other has of a folder stands for all of it. */
    private Checkpoint owner(String path) {
        int slash = path.indexOf('/');
        return configs.has(slash < 0 ? path : path.substring(0, slash)) ? configs : weights;
    }

    @Override
    public boolean has(String path) {
        return owner(path).has(path);
    }

    @Override
    public Config config(String path) {
        if (path.equals(INDEX) && weights.has(INDEX)) {
            // A file refuses to be a whole model if there are tensors in it that nothing uses.
            Config own = weights.config(INDEX);
            return configs.has(INDEX) ? configs.config(INDEX) : own;
        }
        return owner(path).config(path);
    }

    @Override
    public String text(String path) {
        return owner(path).text(path);
    }

    @Override
    public byte[] bytes(String path) {
        return owner(path).bytes(path);
    }

    @Override
    public Weights weights(String component) {
        if (averaged && component.equals("unet")) {
            return weights.findWeights(AVERAGED)
                    .orElseThrow(() -> new BadFileException(
                            weights.name(),
                            "There are no averaged weights (EMA) beside the plain ones; leave \"ema\" out."));
        }
        return weights.weights(component);
    }

    @Override
    public Optional<Weights> findWeights(String component) {
        if (averaged && component.equals("unet")) {
            return Optional.of(weights(component));
        }
        // The statistics of embeddings are settings of a model, which files of weights mostly lack.
        return component.equals(STATISTICS)
                ? configs.findWeights(component).or(() -> weights.findWeights(component))
                : weights.findWeights(component);
    }

    @Override
    public String fingerprint() {
        return weights.fingerprint() + "+" + configs.fingerprint() + (averaged ? "+ema" : "");
    }
}
