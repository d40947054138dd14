package dev.zograf.nodes.prompt;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Checkpoint;
import dev.zograf.api.model.Config;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a folder with T5's tokenizer: {@code tokenizer.json}, or else {@code spiece.model} with the special tokens of {@code
 * tokenizer_config.json}.
 */
public final class T5TokenizerFiles {

    private static final String JSON = "tokenizer.json";
    private static final String MODEL = "spiece.model";
    private static final String CONFIG = "tokenizer_config.json";
    private static final int MOST_EXTRA = 10_000;

    private final Checkpoint checkpoint;
    private final String prefix;
    private final Config config;

    private T5TokenizerFiles(Checkpoint checkpoint, String folder) {
        this.checkpoint = checkpoint;
        this.prefix = folder.isEmpty() ? "" : folder + "/";
        String path = prefix + CONFIG;
        this.config = checkpoint.has(path) ? checkpoint.config(path) : Config.of(path, Map.of());
    }

    /**
     * Reads a tokenizer.
     *
     * @param folder of the checkpoint; empty if the files lie at its top
     * @throws BadFileException if there is none, or a file is damaged or of another kind of tokenizer
     */
    public static T5Tokenizer read(Checkpoint checkpoint, String folder) {
        return new T5TokenizerFiles(checkpoint, folder).read();
    }

    private T5Tokenizer read() {
        if (checkpoint.has(prefix + JSON)) {
            T5TokenizerJson json = new T5TokenizerJson(checkpoint.config(prefix + JSON));
            return tokenizer(json.model(), json.specials());
        }
        if (!checkpoint.has(prefix + MODEL)) {
            throw new BadFileException(
                    checkpoint.name(),
                    "There is no tokenizer of T5 here: neither " + prefix + JSON + " nor " + prefix + MODEL
                            + ". Take the model as a folder in the layout of diffusers, or name such a folder for the"
                            + " configurations, in the input \"config\" or by --config.");
        }
        String file = checkpoint.name() + "/" + prefix + MODEL;
        UnigramModel model = SentencePieceFile.read(checkpoint.bytes(prefix + MODEL), file);
        Map<String, SpecialTokens.Special> specials = new LinkedHashMap<>();
        UnigramModel whole = withExtra(model, specials);
        added(specials);
        return tokenizer(whole, specials);
    }

    private static Optional<CharsMap> charsMap(UnigramModel model) {
        return model.charsMap().length == 0
                ? Optional.empty()
                : Optional.of(CharsMap.of(model.charsMap(), model.file()));
    }

    private T5Tokenizer tokenizer(UnigramModel model, Map<String, SpecialTokens.Special> specials) {
        Map<String, SpecialTokens.Special> all = new LinkedHashMap<>();
        int eos = special("eos_token", "</s>", model, all, specials);
        int pad = special("pad_token", "<pad>", model, all, specials);
        all.putAll(specials);
        return new T5Tokenizer(model, new T5Words(charsMap(model)), all.values(), eos, pad);
    }

    private int special(
            String field,
            String otherwise,
            UnigramModel model,
            Map<String, SpecialTokens.Special> all,
            Map<String, SpecialTokens.Special> known) {
        String text = config.raw(field).orElse(otherwise) instanceof Map
                ? config.object(field).orElseThrow().text("content")
                : config.text(field, otherwise);
        SpecialTokens.Special special = known.get(text);
        if (special == null) {
            int id = model.pieces().stream()
                    .map(UnigramModel.Piece::text)
                    .toList()
                    .lastIndexOf(text);
            if (id < 0) {
                throw new BadFileException(
                        model.file(), "\"" + field + "\" is " + text + ", which is not in the vocabulary.");
            }
            special = plain(text, id);
        }
        all.put(text, special);
        return special.id();
    }

    /** Behind the pieces of the file come those that stand for what is left out of a text, the last one first. */
    private UnigramModel withExtra(UnigramModel model, Map<String, SpecialTokens.Special> specials) {
        int extra = config.integer("extra_ids", 100);
        if (extra < 0 || extra > MOST_EXTRA) {
            throw new BadFileException(
                    config.file(), "\"extra_ids\" is " + extra + ", and has to be from 0 to " + MOST_EXTRA + ".");
        }
        List<UnigramModel.Piece> pieces = new ArrayList<>(model.pieces());
        String unknown = pieces.get(model.unknown()).text();
        specials.put(unknown, plain(unknown, model.unknown()));
        for (int i = extra - 1; i >= 0; i--) {
            String text = "<extra_id_" + i + ">";
            specials.put(text, plain(text, pieces.size()));
            pieces.add(new UnigramModel.Piece(text, 0));
        }
        return new UnigramModel(model.file(), pieces, model.unknown(), model.charsMap());
    }

    private void added(Map<String, SpecialTokens.Special> specials) {
        config.object("added_tokens_decoder").ifPresent(added -> {
            for (String id : added.names()) {
                Config token = added.object(id).orElseThrow();
                try {
                    specials.put(token.text("content"), special(token, Integer.parseInt(id)));
                } catch (NumberFormatException e) {
                    throw new BadFileException(added.file(), "\"" + id + "\" is no number of a token.", e);
                }
            }
        });
    }

    private static SpecialTokens.Special plain(String text, int id) {
        return new SpecialTokens.Special(text, id, false);
    }

    /** A token as files describe it. */
    static SpecialTokens.Special special(Config token, int id) {
        if (token.flag("single_word", false)) {
            throw new BadFileException(token.file(), "\"single_word\": true is not supported.");
        }
        return new SpecialTokens.Special(token.text("content"), id, token.flag("normalized", false));
    }
}
