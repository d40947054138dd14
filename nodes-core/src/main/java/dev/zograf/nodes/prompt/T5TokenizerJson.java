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
 * parted at white space or at spaces alone.
 */
final class T5TokenizerJson {

    private final Config file;
    private final UnigramModel model;
    private boolean trimmed;
    private String gap = "";
    private byte[] charsMap = new byte[0];

    T5TokenizerJson(Config file) {
        this.file = file;
        file.object("normalizer").ifPresent(this::normalizer);
        Config inner = file.object("model").orElseThrow(() -> missing("model"));
        only(inner, "type", "Unigram");
        only(inner, "byte_fallback", false);
        this.model = new UnigramModel(file.file(), pieces(inner), inner.integer("unk_id"), charsMap);
    }

    UnigramModel model() {
        return model;
    }

    T5Words words() {
        return new T5Words(T5TokenizerFiles.charsMap(model), trimmed, gap, split());
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

    private void normalizer(Config step) {
        switch (step.text("type")) {
            case "Sequence" -> objects(step, "normalizers").forEach(this::normalizer);
            case "Precompiled" -> {
                // The table is the first step in all published files; another order would be another tokenizer.
                if (charsMap.length > 0 || trimmed || !gap.isEmpty()) {
                    throw unsupported(step, "a table behind another step");
                }
                charsMap = base64(step.text("precompiled_charsmap", ""));
            }
            case "Strip" -> {
                only(step, "strip_left", false);
                if (!gap.isEmpty()) {
                    throw unsupported(step, "\"Strip\" behind \"Replace\"");
                }
                trimmed |= step.flag("strip_right", true);
            }
            case "Replace" -> {
                Config pattern = step.object("pattern").orElseThrow(() -> missing("pattern"));
                only(pattern, "Regex", " {2,}");
                gap = step.text("content");
                if (!gap.equals(" ")) {
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

    /** Whether words are parted at all white space before they are marked. */
    private boolean split() {
        Config step = file.object("pre_tokenizer").orElseThrow(() -> missing("pre_tokenizer"));
        List<Config> steps = step.text("type").equals("Sequence") ? objects(step, "pretokenizers") : List.of(step);
        boolean split = steps.size() == 2 && steps.get(0).text("type").equals("WhitespaceSplit");
        if (steps.size() != (split ? 2 : 1)) {
            throw unsupported(step, "anything but \"WhitespaceSplit\" and \"Metaspace\"");
        }
        Config mark = steps.get(steps.size() - 1);
        only(mark, "type", "Metaspace");
        only(mark, "replacement", "▁");
        only(mark, "prepend_scheme", "always");
        only(mark, "add_prefix_space", true);
        only(mark, "split", true);
        return split;
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
