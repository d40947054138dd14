package dev.zograf.nodes.loaders;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Checkpoint;
import dev.zograf.api.model.Config;
import dev.zograf.api.model.Networks;
import dev.zograf.api.model.Precision;
import dev.zograf.models.ClipText;
import dev.zograf.nodes.lora.LowRankPatch;
import dev.zograf.nodes.patch.EditableNetwork;
import dev.zograf.nodes.prompt.ClipTextEncoder;
import dev.zograf.nodes.prompt.ClipTokenizer;
import dev.zograf.nodes.prompt.ClipTokenizerFiles;
import dev.zograf.nodes.prompt.ClipTower;
import dev.zograf.nodes.prompt.ClipTower.Reading;
import dev.zograf.tensor.Weights;
import java.util.List;
import java.util.Optional;

/** Makes text encoders of the files that they lie in. */
final class TextTowers {

    private static final int CLIP_LARGE_WIDTH = 768;

    private final Networks networks;

    TextTowers(Networks networks) {
        // They cost little, and what they say decides everything after them.
        this.networks = networks.at(Precision.FLOAT32);
    }

    /** The encoder of SD 1 or 2. */
    ClipTextEncoder one(Checkpoint checkpoint, Config config, Weights weights) {
        ClipTower tower = tower(checkpoint, "tokenizer", config, weights, ClipTextEncoder.NETWORK, Reading.LAST);
        return ClipTextEncoder.of(List.of(tower), false, checkpoint.name());
    }

    /** SDXL's first encoder. */
    ClipTower first(Checkpoint checkpoint, Config config, Weights weights) {
        return tower(checkpoint, "tokenizer", config, weights, ClipTextEncoder.NETWORK, Reading.PENULTIMATE);
    }

    /** SDXL's second encoder, which its refiner has alone. */
    ClipTower second(Checkpoint checkpoint, Config config, Weights weights) {
        if (weights.find("text_projection.weight").isEmpty()) {
            throw new BadFileException(
                    checkpoint.name(),
                    "The second text encoder has no text_projection.weight, so that it cannot sum up prompts as SDXL needs it; use"
                            + " a file of the whole encoder, such as clip_g.safetensors.");
        }
        String tokenizer = checkpoint.has("tokenizer_2") || checkpoint.has("tokenizer_2/tokenizer_config.json")
                ? "tokenizer_2"
                : "tokenizer";
        return tower(checkpoint, tokenizer, config, weights, ClipTextEncoder.SECOND, Reading.PENULTIMATE_AND_PROJECTED);
    }

    /** SDXL's encoders side by side. */
    ClipTextEncoder both(ClipTower first, ClipTower second, boolean zeros, String file) {
        return ClipTextEncoder.of(List.of(first, second), zeros, file);
    }

    /** The encoder of SDXL's refiner. */
    ClipTextEncoder refiner(ClipTower second, boolean zeros, String file) {
        return ClipTextEncoder.of(List.of(second), zeros, file);
    }

    /** One tower from its parts. */
    ClipTower tower(
            Checkpoint checkpoint, String folder, Config config, Weights weights, String name, Reading reading) {
        int positions = config.integer("max_position_embeddings", 77);
        ClipTokenizer tokenizer = ClipTokenizerFiles.read(checkpoint, folder, positions);
        ClipText definition = ClipText.of(config, tokenizer.length()).named(name);
        return ClipTower.of(
                tokenizer,
                EditableNetwork.of(networks, definition, weights, LowRankPatch.ready(weights)),
                definition,
                config.integer("eos_token_id", 49407),
                reading);
    }

    /** The encoder that a checkpoint has, of whatever version. */
    ClipTextEncoder of(Checkpoint checkpoint) {
        String file = checkpoint.name();
        boolean two = checkpoint.has("text_encoder_2/config.json");
        if (two) {
            ClipTower second = second(
                    checkpoint, checkpoint.config("text_encoder_2/config.json"), checkpoint.weights("text_encoder_2"));
            if (!checkpoint.has("text_encoder/config.json")) {
                return refiner(second, zeros(checkpoint, false), file);
            }
            ClipTower first = first(
                    checkpoint, checkpoint.config("text_encoder/config.json"), checkpoint.weights("text_encoder"));
            return both(first, second, zeros(checkpoint, true), file);
        }
        ModelPart part = ModelPart.of(checkpoint, "text_encoder", "text encoder");
        Config config = part.config();
        // Those who published CLIP's own large tower left its projection in; the other towers with one are SDXL's.
        boolean projects = config.has("architectures")
                && config.texts("architectures").contains("CLIPTextModelWithProjection")
                && config.integer("hidden_size", CLIP_LARGE_WIDTH) != CLIP_LARGE_WIDTH;
        return projects
                ? refiner(second(checkpoint, config, part.weights()), false, file)
                : one(checkpoint, config, part.weights());
    }

    /**
     * The encoder of a model whose text encoders lie in files of their own, in any order.
     *
     * @throws BadFileException if no model that is known has these together
     */
    ClipTextEncoder of(List<Checkpoint> all) {
        if (all.size() == 1) {
            return of(all.get(0));
        }
        Checkpoint last = all.get(all.size() - 1);
        if (all.size() > 2) {
            throw new BadFileException(
                    last.name(),
                    "No model that is known here has " + all.size()
                            + " text encoders; SDXL has two, CLIP-L and CLIP-bigG.");
        }
        return width(all.get(0)) > width(last) ? of(last, all.get(0)) : of(all.get(0), last);
    }

    /** How wide a text encoder is, the second one if there are two: SDXL's second is the wider one. */
    static int width(Checkpoint checkpoint) {
        return checkpoint.has("text_encoder_2/config.json")
                ? checkpoint.config("text_encoder_2/config.json").integer("hidden_size", CLIP_LARGE_WIDTH)
                : ModelPart.of(checkpoint, "text_encoder", "text encoder")
                        .config()
                        .integer("hidden_size", CLIP_LARGE_WIDTH);
    }

    /** SDXL's encoder from one checkpoint with the first encoder and another with the second, alone or among others. */
    private ClipTextEncoder of(Checkpoint one, Checkpoint other) {
        ModelPart large = ModelPart.of(one, "text_encoder", "text encoder");
        String config = other.has("text_encoder_2/config.json") ? "text_encoder_2" : "text_encoder";
        ModelPart second = ModelPart.of(other, config, "text encoder");
        Optional<Weights> weights = second.folder().isEmpty() ? Optional.empty() : other.findWeights("text_encoder_2");
        return both(
                first(one, large.config(), large.weights()),
                second(
                        other,
                        second.config(),
                        weights.or(() -> other.findWeights("text_encoder"))
                                .orElseGet(() -> other.weights(second.folder().isEmpty() ? "" : config))),
                true,
                one.name());
    }

    private static boolean zeros(Checkpoint checkpoint, boolean otherwise) {
        return checkpoint.has("model_index.json") ? zeros(checkpoint.config("model_index.json")) : otherwise;
    }

    /** Whether the model was trained with zeros in place of empty prompts, as its pipeline says. */
    static boolean zeros(Config index) {
        return index.flag("force_zeros_for_empty_prompt", true);
    }
}
