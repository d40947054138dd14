package dev.zograf.nodes.prompt;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * CLIP's tokenizer (Radford et al. 2021, section 2.4) with the results of transformers' {@code CLIPTokenizer}: special tokens are
 * recognised in the text, the rest is normalised, split into words, numbers and signs, and each of these is encoded by byte pairs.
 * Thread-safe.
 */
public final class ClipTokenizer {

    private static final Pattern SPACES = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);

    private static final Pattern WORDS = Pattern.compile(
            "<\\|startoftext\\|>|<\\|endoftext\\|>|'s|'t|'re|'ve|'m|'ll|'d|\\p{L}+|\\p{N}|[^\\s\\p{L}\\p{N}]+",
            Pattern.UNICODE_CHARACTER_CLASS);

    /** What GPT-2's pattern makes of the two words above that are neither letters nor signs alone. */
    private static final Pattern MARKS = Pattern.compile("<\\||\\|>|[a-z]+");

    /**
     * A token that stands for itself wherever it is in the text.
     *
     * @param normalized whether it is looked for after the text was normalised: then in any case of letters
     */
    public record Special(String text, int id, boolean normalized) {}

    private final BytePairEncoding pairs;
    private final Map<String, Integer> raw;
    private final Optional<Pattern> rawPattern;
    private final Optional<Pattern> rawWithoutPad;
    private final Map<String, Integer> normalized;
    private final Optional<Pattern> normalizedPattern;
    private final int begin;
    private final int end;
    private final int pad;
    private final int length;

    /**
     * A tokenizer.
     *
     * @param begin the id before each prompt
     * @param end the id after each prompt
     * @param pad the id that fills up
     * @param length how many tokens a prompt may have, begin and end included; at least 2
     */
    ClipTokenizer(BytePairEncoding pairs, List<Special> specials, int begin, int end, int pad, int length) {
        this.pairs = pairs;
        this.raw = ids(specials, false);
        this.rawPattern = anyOf(raw);
        Map<String, Integer> others = new HashMap<>(raw);
        others.values().removeIf(id -> id == pad && pad != end);
        this.rawWithoutPad = anyOf(others);
        this.normalized = ids(specials, true);
        this.normalizedPattern = anyOf(normalized);
        this.begin = begin;
        this.end = end;
        this.pad = pad;
        this.length = length;
    }

    private static Map<String, Integer> ids(List<Special> specials, boolean normalized) {
        return specials.stream()
                .filter(special ->
                        special.normalized() == normalized && !special.text().isEmpty())
                .collect(Collectors.toMap(
                        special -> normalized ? normalize(special.text()) : special.text(), Special::id, (a, b) -> b));
    }

    private static Optional<Pattern> anyOf(Map<String, Integer> tokens) {
        return tokens.keySet().stream()
                .sorted(Comparator.comparing(String::length).reversed())
                .map(Pattern::quote)
                .reduce((a, b) -> a + "|" + b)
                .map(Pattern::compile);
    }

    /** How many tokens a prompt has, padding included. */
    public int length() {
        return length;
    }

    /** The id of the token that ends a prompt. */
    public int end() {
        return end;
    }

    /** The id of the token that begins a prompt. */
    public int begin() {
        return begin;
    }

    /** The id that fills up. */
    public int pad() {
        return pad;
    }

    /**
     * The ids of a text without begin and end, as many as there are.
     *
     * @param padIsText whether the text of the token that fills up stands for itself, as in the tools that do not ask transformers
     */
    public int[] tokens(String text, boolean padIsText) {
        Ids ids = new Ids();
        Optional<Pattern> pattern = padIsText ? rawWithoutPad : rawPattern;
        split(text, pattern, raw, ids, rest -> encodeNormalized(normalize(rest), ids));
        return ids.toArray(Integer.MAX_VALUE);
    }

    /** The ids of a prompt with its begin and end, cut to {@link #length()} so that the end stays, and not padded. */
    public int[] encode(String prompt) {
        Ids ids = new Ids();
        ids.add(begin);
        split(prompt, rawPattern, raw, ids, rest -> encodeNormalized(normalize(rest), ids));
        int[] out = ids.toArray(length);
        if (ids.size() >= length) {
            out[length - 1] = end;
            return out;
        }
        out = Arrays.copyOf(out, out.length + 1);
        out[out.length - 1] = end;
        return out;
    }

    /** As {@link #encode}, filled up to {@link #length()}. */
    public int[] encodePadded(String prompt) {
        int[] ids = encode(prompt);
        int[] out = Arrays.copyOf(ids, length);
        Arrays.fill(out, ids.length, length, pad);
        return out;
    }

    private void encodeNormalized(String text, Ids ids) {
        split(text, normalizedPattern, normalized, ids, rest -> {
            Matcher words = WORDS.matcher(rest);
            while (words.find()) {
                encodeWord(words.group(), ids);
            }
        });
    }

    private void encodeWord(String word, Ids ids) {
        if (word.equals("<|startoftext|>") || word.equals("<|endoftext|>")) {
            Matcher marks = MARKS.matcher(word);
            while (marks.find()) {
                ids.add(pairs.encode(marks.group()));
            }
        } else {
            ids.add(pairs.encode(word));
        }
    }

    private interface Rest {
        void encode(String text);
    }

    private static void split(
            String text, Optional<Pattern> pattern, Map<String, Integer> specials, Ids ids, Rest rest) {
        int from = 0;
        if (pattern.isPresent()) {
            Matcher found = pattern.get().matcher(text);
            while (found.find()) {
                rest.encode(text.substring(from, found.start()));
                ids.add(specials.getOrDefault(found.group(), 0));
                from = found.end();
            }
        }
        rest.encode(text.substring(from));
    }

    /** Composed characters (NFC), single spaces, lower case letter by letter: no special form at the end of Greek words. */
    private static String normalize(String text) {
        String spaced =
                SPACES.matcher(Normalizer.normalize(text, Normalizer.Form.NFC)).replaceAll(" ");
        StringBuilder lower = new StringBuilder(spaced.length());
        spaced.codePoints().forEach(c -> lower.append(Character.toString(c).toLowerCase(Locale.ROOT)));
        return lower.toString();
    }

    /** A growing list of numbers. */
    private static final class Ids {
        private final List<int[]> parts = new ArrayList<>();
        private int size;

        void add(int... part) {
            parts.add(part);
            size += part.length;
        }

        int size() {
            return size;
        }

        int[] toArray(int limit) {
            return parts.stream().flatMapToInt(Arrays::stream).limit(limit).toArray();
        }
    }
}
