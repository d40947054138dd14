package dev.zograf.nodes.prompt;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Config;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a {@code tokenizer.json} of Hugging Face's tokenizers says, as far as tokenizers of T5 go: a unigram model, normal forms by a table, words
 * with a mark at their front.
 */
final class T5TokenizerJson {

    private final Config file;
    private final UnigramModel model;
    private byte[] charsMap = new byte[0];

    T5TokenizerJson(Config file) {
        this.file = file;
        file.object("normalizer").ifPresent(this::normalizer);
        preTokenizer(file.object("pre_tokenizer").orElseThrow(() -> missing("pre_tokenizer")));
        Config inner = file.object("model").orElseThrow(() -> missing("model"));
        only(inner, "type", "Unigram");
        only(inner, "byte_fallback", false);
        this.model = new UnigramModel(file.file(), pieces(inner), inner.integer("unk_id"), charsMap);
    }

    UnigramModel model() {
        return model;
    }

    Map<String, SpecialTokens.Special> specials() {
        Map<String, SpecialTokens.Special> out = new LinkedHashMap<>();
        for (Config token : objects(file, "added_tokens")) {
            SpecialTokens.Special special = T5TokenizerFiles.special(token, token.integer("id"));
            out.put(special.text(), special);
        }
        return out;
    }

    private List<UnigramModel.Piece> pieces(Config inner) {
        List<UnigramModel.Piece> out = new ArrayList<>();
        for (Object entry : list(inner, "vocab")) {
            if (entry instanceof List<?> pair
                    && pair.size() == 2
                    && pair.get(0) instanceof String text
                    && pair.get(1) instanceof Number score) {
                out.add(new UnigramModel.Piece(text, score.doubleValue()));
            } else {
                throw new BadFileException(
                        file.file(), "The entry " + out.size() + " of the vocabulary is no text with its score.");
            }
        }
        return out;
    }

    /** What is done about spaces makes no difference to words that are parted at them. */
    private void normalizer(Config step) {
        switch (step.text("type")) {
            case "Sequence" -> objects(step, "normalizers").forEach(this::normalizer);
            case "Precompiled" -> {
                if (charsMap.length > 0) {
                    throw unsupported(step, "A second table of normal forms");
                }
                charsMap = base64(step.text("precompiled_charsmap", ""));
            }
            case "Strip" -> {}
            case "Replace" -> {
                Config pattern = step.object("pattern").orElseThrow(() -> missing("pattern"));
                only(pattern, "Regex", " {2,}");
                if (!step.text("content").equals(" ")) {
                    only(step, "content", "▁");
                }
            }
            default -> throw unsupported(step, step.text("type"));
        }
    }

    private byte[] base64(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new BadFileException(
                    file.file(), "The table of normal forms (precompiled_charsmap) is not in base 64.", e);
        }
    }

    private void preTokenizer(Config step) {
        switch (step.text("type")) {
            case "Sequence" -> objects(step, "pretokenizers").forEach(this::preTokenizer);
            case "WhitespaceSplit" -> {}
            case "Metaspace" -> {
                only(step, "replacement", "▁");
                only(step, "prepend_scheme", "always");
                only(step, "add_prefix_space", true);
                only(step, "split", true);
            }
            default -> throw unsupported(step, step.text("type"));
        }
    }

    private static List<?> list(Config config, String name) {
        Object value = config.raw(name).orElse(List.of());
        if (!(value instanceof List<?> list)) {
            throw new BadFileException(config.file(), "\"" + name + "\" is no list.");
        }
        return list;
    }

    private static List<Config> objects(Config config, String name) {
        List<Config> out = new ArrayList<>();
        for (Object entry : list(config, name)) {
            if (!(entry instanceof Map<?, ?> map)) {
                throw new BadFileException(config.file(), "\"" + name + "\" has an entry that is no object.");
            }
            Map<String, Object> values = new HashMap<>();
            map.forEach((key, value) -> values.put(String.valueOf(key), value));
            out.add(Config.of(config.file() + " " + name, values));
        }
        return out;
    }

    private static void only(Config config, String name, Object value) {
        Object told = config.raw(name).orElse(value);
        if (!told.equals(value)) {
            throw unsupported(config, "\"" + name + "\": " + told);
        }
    }

    private static BadFileException unsupported(Config config, String what) {
        return new BadFileException(
                config.file(), what + " is not supported; tokenizers of T5 have nothing of the kind.");
    }

    private BadFileException missing(String what) {
        return new BadFileException(file.file(), "\"" + what + "\" is missing.");
    }
}
