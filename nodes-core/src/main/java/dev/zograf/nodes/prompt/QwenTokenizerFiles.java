package dev.zograf.nodes.prompt;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Checkpoint;
import dev.zograf.api.model.Config;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a folder with Qwen's tokenizer: {@code vocab.json} and {@code merges.txt}, or {@code tokenizer.json} which holds both, and the special tokens of
 * {@code tokenizer.json}, {@code added_tokens.json} and {@code tokenizer_config.json}, as far as these are there.
 */
public final class QwenTokenizerFiles {

    private static final String JSON = "tokenizer.json";
    private static final String VOCABULARY = "vocab.json";
    private static final String PAD = "<|endoftext|>";

    private final Checkpoint checkpoint;
    private final String prefix;
    private final Map<String, SpecialTokens.Special> specials = new LinkedHashMap<>();

    private QwenTokenizerFiles(Checkpoint checkpoint, String folder) {
        this.checkpoint = checkpoint;
        this.prefix = folder.isEmpty() ? "" : folder + "/";
    }

    /**
     * Reads a tokenizer.
     *
     * @param folder of the checkpoint; empty if the files lie at its top
     * @throws BadFileException if there is none, or a file is damaged or of another kind of tokenizer
     */
    public static QwenTokenizer read(Checkpoint checkpoint, String folder) {
        return new QwenTokenizerFiles(checkpoint, folder).read();
    }

    private QwenTokenizer read() {
        if (!checkpoint.has(prefix + VOCABULARY) && !checkpoint.has(prefix + JSON)) {
            throw new BadFileException(
                    checkpoint.name(),
                    "There is no tokenizer of Qwen here: neither " + prefix + VOCABULARY + " nor " + prefix + JSON
                            + ". Take the model as a folder in the layout of diffusers, or name such a folder for the"
                            + " configurations, in the input \"config\" or by --config.");
        }
        BytePairFiles pairs = BytePairFiles.read(checkpoint, prefix);
        ofJson(optional(JSON));
        Config added = optional("added_tokens.json");
        added.names().forEach(text -> put(text, added.integer(text)));
        Config config = optional("tokenizer_config.json");
        config.object("added_tokens_decoder").ifPresent(this::ofConfig);
        int pad = id(config, "pad_token", pairs.vocabulary());
        return new QwenTokenizer(
                // Each byte is in the vocabulary of such a tokenizer.
                new BytePairEncoding(pairs.vocabulary(), pairs.merges(), pad, ""), List.copyOf(specials.values()), pad);
    }

    private Config optional(String name) {
        String path = prefix + name;
        return checkpoint.has(path) ? checkpoint.config(path) : Config.of(path, Map.of());
    }

    private void put(String text, int id) {
        specials.put(text, new SpecialTokens.Special(text, id, false));
    }

    private void ofJson(Config json) {
        json.object("pre_tokenizer").ifPresent(split -> {
            if (!split.raw("pretokenizers").orElse("").toString().contains(QwenTokenizer.SPLIT)) {
                throw new BadFileException(
                        json.file(),
                        "Its \"pre_tokenizer\" splits texts in another way than Qwen 2 does, which is not supported.");
            }
        });
        if (json.raw("added_tokens").orElse(List.of()) instanceof List<?> entries) {
            for (Object entry : entries) {
                if (entry instanceof Map<?, ?> map) {
                    Map<String, Object> values = new HashMap<>();
                    map.forEach((key, value) -> values.put(String.valueOf(key), value));
                    Config token = Config.of(json.file() + " added_tokens", values);
                    special(token, token.integer("id"));
                }
            }
        }
    }

    private void ofConfig(Config added) {
        for (String id : added.names()) {
            try {
                special(added.object(id).orElseThrow(), Integer.parseInt(id));
            } catch (NumberFormatException e) {
                throw new BadFileException(added.file(), "\"" + id + "\" is no number of a token.", e);
            }
        }
    }

    private void special(Config token, int id) {
        for (String field : List.of("single_word", "lstrip", "rstrip", "normalized")) {
            if (token.flag(field, false)) {
                throw new BadFileException(token.file(), "\"" + field + "\": true is not supported.");
            }
        }
        put(token.text("content"), id);
    }

    private int id(Config config, String field, Map<String, Integer> vocabulary) {
        String text = config.raw(field).orElse(PAD) instanceof Map
                ? config.object(field).orElseThrow().text("content")
                : config.text(field, PAD);
        SpecialTokens.Special special = specials.get(text);
        Integer id = special != null ? Integer.valueOf(special.id()) : vocabulary.get(text);
        if (id == null) {
            throw new BadFileException(
                    config.file(), "\"" + field + "\" is " + text + ", which is not in the vocabulary.");
        }
        put(text, id);
        return id;
    }
}
