package dev.zograf.runtime.layout;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * The vocabulary of the tokenizer of Qwen 2 and 2.5, which their models share in all sizes. It follows from the merges: the 256 bytes as characters, and
 * what each merge makes. Behind them come the special tokens.
 */
final class QwenVocabulary {

    private static final String PAD = "<|endoftext|>";

    /** In the order of their numbers. */
    private static final List<String> SPECIALS = List.of(
            PAD,
            "<|im_start|>",
            "<|im_end|>",
            "<|object_ref_start|>",
            "<|object_ref_end|>",
            "<|box_start|>",
            "<|box_end|>",
            "<|quad_start|>",
            "<|quad_end|>",
            "<|vision_start|>",
            "<|vision_end|>",
            "<|vision_pad|>",
            "<|image_pad|>",
            "<|video_pad|>",
            "<tool_call>",
            "</tool_call>",
            "<|fim_prefix|>",
            "<|fim_middle|>",
            "<|fim_suffix|>",
            "<|fim_pad|>",
            "<|repo_name|>",
            "<|file_sep|>");

    /** The number of the first special token. */
    private static final int PLAIN = 151643;

    /** How many of the special tokens are no text to people. */
    private static final int CONTROLS = 14;

    /** How many tokens there are. Tables of networks have some rows more. */
    static final int SIZE = PLAIN + SPECIALS.size();

    private QwenVocabulary() {}

    /** The text of {@code merges.txt}. */
    static String merges() {
        try (InputStream in = QwenVocabulary.class.getResourceAsStream("qwen-merges.txt.gz")) {
            if (in == null) {
                throw new IllegalStateException("The vocabulary of Qwen is not in the jar.");
            }
            return new String(new GZIPInputStream(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What {@code vocab.json} holds: each token's number, without the special ones. */
    static Map<String, Object> tokens() {
        List<String> tokens = new ArrayList<>(ClipVocabulary.bytes());
        merges().lines().filter(line -> !line.isBlank()).forEach(line -> tokens.add(line.replace(" ", "")));
        Map<String, Object> out = new HashMap<>();
        for (int i = 0; i < tokens.size(); i++) {
            out.put(tokens.get(i), i);
        }
        return out;
    }

    /** The fields of {@code tokenizer_config.json}. */
    static Map<String, Object> config() {
        Map<String, Object> added = new LinkedHashMap<>();
        for (int i = 0; i < SPECIALS.size(); i++) {
            String text = SPECIALS.get(i);
            added.put(
                    Integer.toString(PLAIN + i),
                    Map.of(
                            "content", text,
                            "lstrip", false,
                            "normalized", false,
                            "rstrip", false,
                            "single_word", false,
                            "special", i < CONTROLS));
        }
        return Map.of(
                "added_tokens_decoder",
                added,
                "eos_token",
                "<|im_end|>",
                "model_max_length",
                131072,
                "pad_token",
                PAD,
                "tokenizer_class",
                "Qwen2Tokenizer");
    }
}
