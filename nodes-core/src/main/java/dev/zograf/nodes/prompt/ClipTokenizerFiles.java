package dev.zograf.nodes.prompt;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Checkpoint;
import dev.zograf.api.model.Config;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a tokenizer folder: {@code vocab.json} and {@code merges.txt}, or {@code tokenizer.json} which holds both, and the special tokens
 * from {@code tokenizer_config.json} and {@code special_tokens_map.json}.
 */
public final class ClipTokenizerFiles {

    private final Checkpoint checkpoint;
    private final String prefix;
    private final Config config;

    private ClipTokenizerFiles(Checkpoint checkpoint, String folder) {
        this.checkpoint = checkpoint;
        this.prefix = folder.isEmpty() ? "" : folder + "/";
        Config map = optional("special_tokens_map.json");
        Map<String, Object> merged = new HashMap<>();
        for (Config part : List.of(map, optional("tokenizer_config.json"))) {
            part.names().forEach(name -> merged.put(name, part.raw(name).orElseThrow()));
        }
        this.config = Config.of(prefix + "tokenizer_config.json", merged);
    }

    /**
     * Reads a tokenizer.
     *
     * @param folder of the checkpoint; empty if the files lie at its top
     * @param positions how many tokens the text network takes at most
     * @throws BadFileException if a file is missing or damaged
     */
    public static ClipTokenizer read(Checkpoint checkpoint, String folder, int positions) {
        return new ClipTokenizerFiles(checkpoint, folder).read(positions);
    }

    private ClipTokenizer read(int positions) {
        BytePairFiles pairs = BytePairFiles.read(checkpoint, prefix);
        Map<String, Integer> vocabulary = pairs.vocabulary();

        Map<String, ClipTokenizer.Special> specials = new LinkedHashMap<>();
        addedTokens(vocabulary, specials);
        int begin = special("bos_token", "<|startoftext|>", vocabulary, specials);
        int end = special("eos_token", "<|endoftext|>", vocabulary, specials);
        int unknown = special("unk_token", "<|endoftext|>", vocabulary, specials);
        int pad = special("pad_token", "<|endoftext|>", vocabulary, specials);

        // Where the length is unknown, transformers writes 1e30.
        int length = (int) Math.min(config.number("model_max_length", positions), positions);
        if (length < 2) {
            throw damaged("\"model_max_length\" is " + length + ", which leaves no room for a prompt");
        }
        return new ClipTokenizer(
                new BytePairEncoding(vocabulary, pairs.merges(), unknown, BytePairEncoding.END_OF_WORD),
                List.copyOf(specials.values()),
                begin,
                end,
                pad,
                length);
    }

    private Config optional(String name) {
        String path = prefix + name;
        return checkpoint.has(path) ? checkpoint.config(path) : Config.of(path, Map.of());
    }

    private void addedTokens(Map<String, Integer> vocabulary, Map<String, ClipTokenizer.Special> specials) {
        config.object("added_tokens_decoder").ifPresent(added -> {
            for (String id : added.names()) {
                Config token = added.object(id).orElseThrow();
                String text = token.text("content");
                vocabulary.putIfAbsent(text, Integer.parseInt(id));
                specials.put(
                        text, new ClipTokenizer.Special(text, Integer.parseInt(id), token.flag("normalized", false)));
            }
        });
    }

    /** A special token is a text, which is looked for in the text as it is, or an object that says how it is looked for. */
    private int special(
            String field,
            String otherwise,
            Map<String, Integer> vocabulary,
            Map<String, ClipTokenizer.Special> specials) {
        boolean plain = !(config.raw(field).orElse(otherwise) instanceof Map);
        String text = plain
                ? config.text(field, otherwise)
                : config.object(field).orElseThrow().text("content");
        boolean normalized = !plain && config.object(field).orElseThrow().flag("normalized", false);
        Integer id = vocabulary.get(text);
        if (id == null) {
            throw damaged("\"" + field + "\" is " + text + ", which is not in the vocabulary");
        }
        if (!config.has("added_tokens_decoder") || !specials.containsKey(text)) {
            specials.put(text, new ClipTokenizer.Special(text, id, normalized));
        }
        return id;
    }

    private BadFileException damaged(String what) {
        return new BadFileException(checkpoint.name() + "/" + prefix, what + ".");
    }
}
