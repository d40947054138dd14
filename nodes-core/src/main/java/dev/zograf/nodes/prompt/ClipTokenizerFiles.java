package dev.zograf.nodes.prompt;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Checkpoint;
import dev.zograf.api.model.Config;
import java.util.ArrayList;
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
        boolean two = checkpoint.has(prefix + "vocab.json");
        Config whole = two ? config : checkpoint.config(prefix + "tokenizer.json");
        Config vocab = two
                ? checkpoint.config(prefix + "vocab.json")
                : whole.object("model")
                        .flatMap(model -> model.object("vocab"))
                        .orElseThrow(() -> damaged("There is no vocabulary"));
        Map<String, Integer> vocabulary = new HashMap<>();
        vocab.names().forEach(token -> vocabulary.put(token, vocab.integer(token)));

        Map<String, ClipTokenizer.Special> specials = new LinkedHashMap<>();
        addedTokens(vocabulary, specials);
        int begin = special("bos_token", "<|startoftext|>", vocabulary, specials);
        int end = special("eos_token", "<|endoftext|>", vocabulary, specials);
        int unknown = special("unk_token", "<|endoftext|>", vocabulary, specials);
        int pad = special("pad_token", "<|endoftext|>", vocabulary, specials);

        List<String[]> merges = two ? mergesOfText() : mergesOfJson(whole);
        // Where the length is unknown, transformers writes 1e30.
        int length = (int) Math.min(config.number("model_max_length", positions), positions);
        if (length < 2) {
            throw damaged("\"model_max_length\" is " + length + ", which leaves no room for a prompt");
        }
        return new ClipTokenizer(
                new BytePairEncoding(vocabulary, merges, unknown),
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

    private List<String[]> mergesOfText() {
        List<String[]> merges = new ArrayList<>();
        checkpoint.text(prefix + "merges.txt").lines().forEach(line -> {
            String[] pair = line.strip().split(" ", -1);
            if (pair.length == 2 && !line.startsWith("#version")) {
                merges.add(pair);
            }
        });
        return merges;
    }

    private List<String[]> mergesOfJson(Config whole) {
        List<String[]> merges = new ArrayList<>();
        Object list =
                whole.object("model").flatMap(model -> model.raw("merges")).orElse(List.of());
        for (Object merge : list instanceof List<?> entries ? entries : List.of()) {
            if (merge instanceof List<?> pair && pair.size() == 2) {
                merges.add(new String[] {String.valueOf(pair.get(0)), String.valueOf(pair.get(1))});
            } else if (merge instanceof String text && text.split(" ", -1).length == 2) {
                merges.add(text.split(" ", -1));
            } else {
                throw damaged("The merge " + merge + " is no pair of tokens");
            }
        }
        return merges;
    }

    private BadFileException damaged(String what) {
        return new BadFileException(checkpoint.name() + "/" + prefix, what + ".");
    }
}
