package dev.zograf.nodes.vision;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Checkpoint;
import dev.zograf.api.model.Config;
import dev.zograf.api.model.DualEncoder;
import dev.zograf.api.model.ImageEncoder;
import dev.zograf.api.model.Networks;
import dev.zograf.api.model.Precision;
import dev.zograf.models.ClipText;
import dev.zograf.models.ClipVision;
import dev.zograf.models.OpenClipConfig;
import dev.zograf.models.OpenClipLayout;
import dev.zograf.models.SelectedWeights;
import dev.zograf.nodes.prompt.ClipTokenizer;
import dev.zograf.nodes.prompt.ClipTokenizerFiles;
import dev.zograf.nodes.prompt.EndToken;
import dev.zograf.nodes.prompt.PublishedClipTokenizer;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightData;
import dev.zograf.tensor.Weights;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * CLIP as it lies on disk: a folder of transformers ({@code CLIPModel}, {@code CLIPVisionModel} with or without projection), a folder of
 * open_clip, or a single file in either layout, for which the published networks are known by their shapes.
 */
public final class ClipFiles {

    private static final String TRANSFORMERS = "config.json";
    private static final String OPEN_CLIP = "open_clip_config.json";

    private final Checkpoint checkpoint;
    private final Networks networks;
    private final String prefix;
    private final Weights weights;
    private final boolean open;

    private ClipFiles(Checkpoint checkpoint, Networks networks, String folder) {
        this.checkpoint = checkpoint;
        // Embeddings are compared with those of other programs.
        this.networks = networks.at(Precision.FLOAT32);
        this.prefix = folder.isEmpty() ? "" : folder + "/";
        Weights stored = checkpoint.weights(folder);
        this.open = OpenClipLayout.is(stored);
        this.weights = open ? OpenClipLayout.of(stored) : stored;
    }

    /**
     * The files of a model, or of the part of it that lies in one of these folders.
     *
     * @throws BadFileException if there are no weights
     */
    public static ClipFiles of(Checkpoint checkpoint, Networks networks, String... parts) {
        String folder = List.of(parts).stream()
                .filter(part -> !checkpoint.has(TRANSFORMERS) && checkpoint.has(part + "/" + TRANSFORMERS))
                .findFirst()
                .orElse("");
        return new ClipFiles(checkpoint, networks, folder);
    }

    private Optional<Config> config(String name) {
        return checkpoint.has(prefix + name) ? Optional.of(checkpoint.config(prefix + name)) : Optional.empty();
    }

    private BadFileException unknown(String what) {
        return new BadFileException(
                weights.file(),
                what
                        + " Supported are folders of transformers with a CLIPModel or a CLIPVisionModel, folders of open_clip, and"
                        + " single files of the published models; put the file beside its config.json or open_clip_config.json.");
    }

    /** The image tower. */
    public ImageEncoder images() {
        if (!weights.has("vision_model") && !weights.has("embeddings.patch_embedding")) {
            throw unknown("There is no image encoder in it.");
        }
        ClipVision definition = vision();
        Weights tower = SelectedWeights.of(
                weights,
                "vision_model",
                "visual_projection",
                "embeddings",
                "pre_layrnorm",
                "encoder",
                "post_layernorm");
        return new ClipImageEncoder(
                input(definition.imageSize()),
                definition,
                networks.compile(definition, tower),
                weights.has("visual_projection.weight"));
    }

    /** All tensors, those of the towers and what may lie beside them. */
    public Weights weights() {
        return weights;
    }

    private ClipVision vision() {
        if (open && config(OPEN_CLIP).isPresent()) {
            return ClipVision.of(OpenClipConfig.vision(openClip("model_cfg")));
        }
        Optional<Config> config = open ? Optional.empty() : config(TRANSFORMERS);
        if (config.isEmpty()) {
            return ClipVision.detect(weights)
                    .orElseThrow(() -> unknown("The shapes are those of no published image encoder."));
        }
        return ClipVision.of(config.get().object("vision_config").orElse(config.get()));
    }

    private Config openClip(String name) {
        return part(config(OPEN_CLIP).orElseThrow(), name);
    }

    private static Config part(Config config, String name) {
        return config.object(name)
                .orElseThrow(() -> new BadFileException(config.file(), "\"" + name + "\" is missing."));
    }

    private PictureInput input(int side) {
        if (open && config(OPEN_CLIP).isPresent()) {
            Config all = config(OPEN_CLIP).orElseThrow();
            return PictureInput.ofOpenClip(all.object("preprocess_cfg").orElse(Config.of(all.file(), Map.of())), side);
        }
        for (String file : List.of(prefix + "preprocessor_config.json", "feature_extractor/preprocessor_config.json")) {
            if (checkpoint.has(file)) {
                return PictureInput.of(checkpoint.config(file), side);
            }
        }
        return PictureInput.clip(side);
    }

    /**
     * Both towers.
     *
     * @param tokens the tokenizer's folder, if it is not the model's
     * @throws BadFileException if a part is missing
     */
    DualEncoder both(Optional<Checkpoint> tokens) {
        Weight scale = weights.find("logit_scale")
                .orElseThrow(
                        () -> unknown("There is no \"logit_scale\", so this is no encoder of pictures and texts."));
        double logitScale = scale.size() == 1 ? Math.exp(WeightData.floats(scale)[0]) : Double.NaN;
        if (!Double.isFinite(logitScale)) {
            throw new BadFileException(weights.file(), "\"logit_scale\" is no number.");
        }
        for (String projection : List.of("visual_projection.weight", "text_projection.weight")) {
            if (!weights.has(projection)) {
                throw unknown("There is no \"" + projection + "\", so this is no encoder of pictures and texts.");
            }
        }
        Config text = text();
        boolean summary = text.flag("embed_cls", false);
        ClipTokenizer tokenizer = tokenizer(tokens, text.integer("max_position_embeddings", 77) - (summary ? 1 : 0));
        ClipText definition = ClipText.of(text, tokenizer.length());
        return new ClipDualEncoder(
                images(),
                tokenizer,
                networks.compile(definition, SelectedWeights.of(weights, "text_model", "text_projection")),
                feed(text),
                logitScale);
    }

    private TextFeed feed(Config text) {
        if (!open) {
            return TextFeed.end(new EndToken(text.integer("eos_token_id", 49407)));
        }
        if (text.flag("embed_cls", false)) {
            return TextFeed.summary();
        }
        return switch (text.text("pool_type", "argmax")) {
            case "first" -> TextFeed.first();
            case "last" -> TextFeed.last();
            default -> TextFeed.end(EndToken.LARGEST);
        };
    }

    /** The text tower's configuration in the fields of transformers. */
    private Config text() {
        Optional<Config> config = open ? Optional.empty() : config(TRANSFORMERS);
        if (config.isPresent()) {
            return part(config.get(), "text_config");
        }
        if (config(OPEN_CLIP).isPresent()) {
            return OpenClipConfig.text(openClip("model_cfg"), PublishedClipTokenizer.VOCABULARY);
        }
        Weights tower = weights.at("text_model");
        long[] table = shape(tower.at("embeddings").at("token_embedding"));
        long[] places = shape(tower.at("embeddings").at("position_embedding"));
        long[] inner = shape(tower.at("encoder").at("layers", 0).at("mlp").at("fc1"));
        if (table.length != 2 || places.length != 2 || inner.length != 2 || table[1] % 64 != 0) {
            throw unknown("The shapes are those of no published text encoder.");
        }
        return Config.of(
                weights.file(),
                Map.of(
                        "vocab_size", table[0],
                        "max_position_embeddings", places[0],
                        "hidden_size", table[1],
                        "intermediate_size", inner[0],
                        "num_hidden_layers", tower.at("encoder").all("layers").size(),
                        "num_attention_heads", table[1] / 64,
                        "hidden_act", table[1] <= 768 ? "quick_gelu" : "gelu"));
    }

    private static long[] shape(Weights w) {
        return w.find("weight").map(Weight::shape).orElse(new long[0]);
    }

    private ClipTokenizer tokenizer(Optional<Checkpoint> given, int positions) {
        if (given.isPresent()) {
            String folder = given.get().has("tokenizer") ? "tokenizer" : "";
            return ClipTokenizerFiles.read(given.get(), folder, positions);
        }
        if (checkpoint.has(prefix + "vocab.json") || checkpoint.has(prefix + "tokenizer.json")) {
            return ClipTokenizerFiles.read(
                    checkpoint, prefix.isEmpty() ? "" : prefix.substring(0, prefix.length() - 1), positions);
        }
        long vocabulary = shape(weights.at("text_model").at("embeddings").at("token_embedding"))[0];
        if (vocabulary != PublishedClipTokenizer.VOCABULARY) {
            throw new BadFileException(
                    checkpoint.name(),
                    "It has no tokenizer, and its vocabulary of " + vocabulary
                            + " is not CLIP's own: put vocab.json and merges.txt beside it.");
        }
        return open
                ? PublishedClipTokenizer.openClip(positions)
                : PublishedClipTokenizer.transformers(positions, PublishedClipTokenizer.VOCABULARY - 1);
    }
}
