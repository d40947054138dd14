package dev.zograf.nodes.loaders;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Checkpoint;
import dev.zograf.api.model.Config;
import dev.zograf.tensor.Weights;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One network of a checkpoint that may hold it alone or among others.
 *
 * @param folder where it lies; empty if it is all that there is
 */
record ModelPart(Checkpoint checkpoint, String folder) {

    /** The nodes for what is easily taken for another network that controls. */
    private static final Map<String, String> LOADERS = Map.of(
            "T2IAdapter", "load-t2i-adapter",
            "ControlNetModel", "load-controlnet",
            "ControlNetUnionModel", "load-controlnet");

    /**
     * Finds a network.
     *
     * @param name its folder in the layout of diffusers
     * @param title what messages call it
     * @throws BadFileException if it is not there
     */
    static ModelPart of(Checkpoint checkpoint, String name, String title) {
        if (checkpoint.has(name + "/config.json")) {
            return new ModelPart(checkpoint, name);
        }
        if (checkpoint.has("config.json")) {
            return new ModelPart(checkpoint, "");
        }
        throw new BadFileException(
                checkpoint.name(),
                ForeignFamily.sentence(checkpoint) + "It has no " + title
                        + ". One may be a folder of diffusers or transformers with its config.json, a folder of"
                        + " several networks with a sub-folder " + name
                        + ", or a .safetensors file in their names or in those of the original project.");
    }

    /** Its configuration. */
    Config config() {
        return checkpoint.config(folder.isEmpty() ? "config.json" : folder + "/config.json");
    }

    /**
     * Its configuration, of some classes only.
     *
     * @param types each {@code _class_name} that is supported
     */
    Config config(String... types) {
        Config config = config();
        String kind = config.text("_class_name", types[0]);
        if (!List.of(types).contains(kind)) {
            String loader = Optional.ofNullable(LOADERS.get(kind))
                    .map(node -> " Load it by " + node + ".")
                    .orElse("");
            throw new BadFileException(
                    config.file(),
                    "The class " + kind + " is not supported here; supported is " + String.join(", ", types) + "."
                            + loader);
        }
        return config;
    }

    /** Its tensors. */
    Weights weights() {
        return checkpoint.weights(folder);
    }
}
