package dev.zograf.runtime.layout;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * The vocabulary of CLIP's tokenizer (Radford et al. 2021), which all public Stable Diffusion models share. It follows from the merges:
 * the 256 bytes as characters, the same at the end of a word, what each merge makes, and the two ends of a text.
 */
final class ClipVocabulary {

    /** How many tokens it has. */
    static final int SIZE = 49408;

    private ClipVocabulary() {}

    /** The text of {@code merges.txt}. */
    static String merges() {
        try (InputStream in = ClipVocabulary.class.getResourceAsStream("clip-merges.txt.gz")) {
            if (in == null) {
                throw new IllegalStateException("The vocabulary of CLIP is not in the jar.");
            }
            return new String(new GZIPInputStream(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What {@code vocab.json} holds: each token's number. */
    static Map<String, Object> tokens() {
        List<String> tokens = new ArrayList<>(bytes());
        bytes().forEach(character -> tokens.add(character + "</w>"));
        merges().lines().skip(1).filter(line -> !line.isBlank()).forEach(line -> tokens.add(line.replace(" ", "")));
        tokens.add("<|startoftext|>");
        tokens.add("<|endoftext|>");
        Map<String, Object> out = new HashMap<>();
        for (int i = 0; i < tokens.size(); i++) {
            out.put(tokens.get(i), i);
        }
        return out;
    }

    /** GPT-2's characters for bytes: printable ones stand for themselves and come first, the others lie behind Latin-1. */
    static List<String> bytes() {
        List<String> printable = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (int b = 0; b < 256; b++) {
            boolean shown = (b >= '!' && b <= '~') || (b >= 0xa1 && b <= 0xac) || b >= 0xae;
            if (shown) {
                printable.add(Character.toString(b));
            } else {
                others.add(Character.toString(256 + others.size()));
            }
        }
        printable.addAll(others);
        return printable;
    }
}
