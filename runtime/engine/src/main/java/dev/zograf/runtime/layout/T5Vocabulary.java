package dev.zograf.runtime.layout;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** The vocabulary of T5's tokenizer (Raffel et al. 2020), which versions 1 and 1.1 share, in all sizes. */
final class T5Vocabulary {

    /** How many rows the table of such a network has: 32,000 pieces, 100 for what is left out of a text, and some that nothing uses. */
    static final int ROWS = 32128;

    private T5Vocabulary() {}

    /** The bytes of {@code spiece.model}. */
    static byte[] model() {
        try (InputStream in = T5Vocabulary.class.getResourceAsStream("t5-spiece.model.gz")) {
            if (in == null) {
                throw new IllegalStateException("The vocabulary of T5 is not in the jar.");
            }
            return new GZIPInputStream(in).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The fields of {@code tokenizer_config.json}. */
    static Map<String, Object> config() {
        return Map.of(
                "eos_token", "</s>",
                "extra_ids", 100,
                "model_max_length", 512,
                "pad_token", "<pad>",
                "tokenizer_class", "T5Tokenizer",
                "unk_token", "<unk>");
    }
}
