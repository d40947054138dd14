package dev.zograf.nodes.loaders;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Checkpoint;
import dev.zograf.api.model.Config;
import dev.zograf.api.model.Networks;
import dev.zograf.api.model.Precision;
import dev.zograf.api.model.TextEncoder;
import dev.zograf.models.QwenText;
import dev.zograf.models.QwenTextConfig;
import dev.zograf.models.QwenVision;
import dev.zograf.nodes.lora.LowRankPatch;
import dev.zograf.nodes.patch.EditableNetwork;
import dev.zograf.nodes.prompt.QwenSight;
import dev.zograf.nodes.prompt.QwenTextEncoder;
import dev.zograf.nodes.prompt.QwenTokenizerFiles;
import dev.zograf.nodes.prompt.QwenTower;
import dev.zograf.tensor.Weights;
import java.util.List;
import java.util.Optional;

/** Makes the text encoder of Qwen-Image, a Qwen2.5-VL, of the files that it lies in. */
final class QwenTowers {

    /** What {@code load-text-encoder} calls the family. */
    static final String FAMILY = "qwen-image";

    private static final String PART = "text_encoder";

    private QwenTowers() {}

    /** That of a whole model. */
    static TextEncoder of(ModelIndex index, Networks networks) {
        index.require(PART, "Qwen2_5_VLForConditionalGeneration", TransformerPipeline.WITHOUT);
        return of(new ModelPart(index.checkpoint(), PART), "tokenizer", networks);
    }

    /**
     * That of a file of its own.
     *
     * @throws BadFileException if it is no Qwen2.5-VL, or not alone
     */
    static TextEncoder of(List<Checkpoint> all, Networks networks) {
        Checkpoint last = all.get(all.size() - 1);
        if (all.size() > 1 || !isOne(last)) {
            throw new BadFileException(
                    last.name(),
                    "Qwen-Image has one text encoder, the language model of a Qwen2.5-VL: load that alone.");
        }
        return of(alone(last), last.has("tokenizer") ? "tokenizer" : "", networks);
    }

    /** Whether a checkpoint is a Qwen2.5-VL by itself. */
    static boolean isOne(Checkpoint checkpoint) {
        boolean part = checkpoint.has(PART + "/config.json") || checkpoint.has("config.json");
        return part && alone(checkpoint).config().text("model_type", "").equals("qwen2_5_vl");
    }

    private static ModelPart alone(Checkpoint checkpoint) {
        return ModelPart.of(checkpoint, PART, "text encoder");
    }

    private static TextEncoder of(ModelPart part, String tokenizer, Networks networks) {
        // It costs little beside the denoiser, and what it says decides everything after it.
        Networks exact = networks.at(Precision.FLOAT32);
        QwenText definition = new QwenText(PART, QwenTextConfig.of(part.config()));
        Weights weights = part.weights();
        QwenTower tower = QwenTower.of(
                QwenTokenizerFiles.read(part.checkpoint(), tokenizer),
                EditableNetwork.of(exact, definition, weights, LowRankPatch.ready(weights)),
                definition);
        return QwenTextEncoder.of(tower, sight(part, exact));
    }

    /** Files for texts alone lack it. */
    private static Optional<QwenSight> sight(ModelPart part, Networks networks) {
        Weights weights = part.weights();
        return part.config()
                .object("vision_config")
                .filter(config -> weights.has("visual") || weights.at("model").has("visual"))
                .map(config -> QwenSight.of(QwenVision.of(config), preparation(part.checkpoint()), networks, weights));
    }

    /** Transformers writes all in one file since version 5. */
    private static Optional<Config> preparation(Checkpoint checkpoint) {
        for (String folder : List.of("processor/", "")) {
            if (checkpoint.has(folder + "processor_config.json")) {
                Optional<Config> inside =
                        checkpoint.config(folder + "processor_config.json").object("image_processor");
                if (inside.isPresent()) {
                    return inside;
                }
            }
            if (checkpoint.has(folder + "preprocessor_config.json")) {
                return Optional.of(checkpoint.config(folder + "preprocessor_config.json"));
            }
        }
        return Optional.empty();
    }
}
