package dev.zograf.runtime.convert;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Checkpoint;
import dev.zograf.api.model.Config;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightSource;
import dev.zograf.tensor.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** The networks of a checkpoint, each with the folder that it has in the layout of diffusers. */
final class ModelParts {

    private static final List<String> KNOWN =
            List.of("unet", "transformer", "vae", "text_encoder", "text_encoder_2", "text_encoder_3", "controlnet");
    private static final Map<String, String> CLASSES = Map.of(
            "UNet2DConditionModel", "unet",
            "SD3Transformer2DModel", "transformer",
            "FluxTransformer2DModel", "transformer",
            "AutoencoderKL", "vae",
            "AutoencoderKLQwenImage", "vae",
            "AutoencoderKLWan", "vae",
            "ControlNetModel", "controlnet",
            "CLIPTextModel", "text_encoder",
            "CLIPTextModelWithProjection", "text_encoder");

    private ModelParts() {}

    /**
     * All networks, or one.
     *
     * @throws BadFileException if there is none, or not that one
     */
    static Map<String, Weights> of(Checkpoint model, Optional<String> part) {
        Map<String, Weights> all = all(model);
        if (part.isPresent()) {
            Weights one = all.get(part.get());
            if (one == null) {
                throw new BadFileException(
                        model.name(),
                        "There is no " + part.get() + " in it; there are " + String.join(", ", all.keySet()) + ".");
            }
            return Map.of(part.get(), one);
        }
        if (all.isEmpty()) {
            throw new BadFileException(
                    model.name(),
                    "No network of Stable Diffusion was found in it. Other files can be written in another type of numbers only"
                            + " (--dtype), as a single file.");
        }
        return all;
    }

    private static Map<String, Weights> all(Checkpoint model) {
        Map<String, Weights> out = new LinkedHashMap<>();
        NavigableSet<String> names = new TreeSet<>(KNOWN);
        if (model.has("model_index.json")) {
            Config index = model.config("model_index.json");
            names.addAll(index.names());
        } else if (model.has("config.json")) {
            Config config = model.config("config.json");
            String type = config.raw("architectures").orElse("") instanceof List<?> types && !types.isEmpty()
                    ? String.valueOf(types.get(0))
                    : "";
            String name = CLASSES.get(config.text("_class_name", type));
            return name == null ? Map.of() : Map.of(name, model.weights(""));
        }
        for (String name : names) {
            if (!name.startsWith("_") && model.has(name + "/config.json")) {
                model.findWeights(name).ifPresent(weights -> out.put(name, weights));
            }
        }
        return out;
    }

    /** The tensors of a network as a source. */
    static WeightSource source(Weights weights) {
        return new WeightSource() {
            @Override
            public Optional<Weight> find(String name) {
                return weights.find(name);
            }

            @Override
            public NavigableSet<String> names() {
                return weights.names();
            }

            @Override
            public String file() {
                return weights.file();
            }

            @Override
            public String fingerprint() {
                return weights.fingerprint();
            }
        };
    }

    /** All tensors, by name. */
    static List<Weight> tensors(Weights weights) {
        return weights.names().stream()
                .flatMap(name -> weights.find(name).stream())
                .toList();
    }
}
