package dev.zograf.nodes.loaders;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Checkpoint;
import dev.zograf.api.model.Config;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The {@code model_index.json} of a checkpoint: which pipeline it is for, and the class of each part. */
record ModelIndex(Checkpoint checkpoint, Config config) {

    private static final String FILE = "model_index.json";

    /**
     * That of a checkpoint.
     *
     * @throws BadFileException if it is no whole model
     */
    static ModelIndex of(Checkpoint checkpoint) {
        if (!checkpoint.has(FILE)) {
            throw new BadFileException(
                    checkpoint.name(),
                    "This is no whole model. Supported are folders in the layout of diffusers with a model_index.json, and single"
                            + " files of Stable Diffusion and FLUX.");
        }
        return new ModelIndex(checkpoint, checkpoint.config(FILE));
    }

    /** The name of the pipeline's class. */
    String pipeline() {
        return config.text("_class_name");
    }

    private Optional<Object> found(String part) {
        Object entry = config.raw(part).orElse(List.of());
        return entry instanceof List<?> pair && pair.size() == 2 ? Optional.ofNullable(pair.get(1)) : Optional.empty();
    }

    /** Whether the pipeline has a part. */
    boolean names(String part) {
        return found(part).isPresent();
    }

    /** Whether the part is there, too. */
    boolean has(String part) {
        boolean there = names(part) && checkpoint.has(part);
        return there
                && (!(checkpoint instanceof ConfiguredCheckpoint)
                        || checkpoint.findWeights(part).isPresent());
    }

    /** Whether a part is of a class. */
    boolean isOf(String part, String type) {
        return found(part).equals(Optional.of(type));
    }

    /**
     * Refuses what lacks a part, or has one of another class.
     *
     * @param type the class; of tokenizers also its fast kind
     * @param without what to do without which part
     */
    void require(String part, String type, Map<String, String> without) {
        String remedy = without.get(part);
        if (!has(part) && remedy != null) {
            throw new BadFileException(checkpoint.name(), remedy);
        }
        Optional<Object> found = found(part);
        boolean fast = part.startsWith("tokenizer") && found.equals(Optional.of(type + "Fast"));
        if (!found.equals(Optional.of(type)) && !fast) {
            throw new BadFileException(
                    config.file(),
                    "The part \"" + part + "\" is " + found.orElse(null) + ", which is not supported; supported is "
                            + type + ".");
        }
    }
}
