package dev.zograf.nodes.prompt;

import java.util.Arrays;
import java.util.Collection;
import java.util.function.Predicate;

/**
 * T5's tokenizer (Raffel et al. 2020, section 2.2), a unigram model of SentencePiece (Kudo 2018), with the results of transformers' {@code
 * T5TokenizerFast}: special tokens are recognised in the text, the rest is normalised, split into words, and each of these is cut into its most
 * probable pieces. Takes time in proportion to the text. Thread-safe.
 */
public final class T5Tokenizer {

    private final Unigram unigram;
    private final T5Words words;
    private final SpecialTokens raw;
    private final SpecialTokens normalized;
    private final int eos;
    private final int pad;

    T5Tokenizer(UnigramModel model, T5Words words, Collection<SpecialTokens.Special> specials, int eos, int pad) {
        this.unigram = new Unigram(model);
        this.words = words;
        this.raw = tokens(specials, special -> !special.normalized());
        this.normalized = tokens(specials, SpecialTokens.Special::normalized);
        this.eos = eos;
        this.pad = pad;
    }

    private static SpecialTokens tokens(
            Collection<SpecialTokens.Special> specials, Predicate<SpecialTokens.Special> which) {
        return new SpecialTokens(specials.stream().filter(which).toList());
    }

    /** The id of the token that ends a prompt. */
    public int eos() {
        return eos;
    }

    /** The id that fills up. */
    public int pad() {
        return pad;
    }

    /** The ids of a text without an end, as many as there are. */
    public int[] encode(String text) {
        Ids ids = new Ids();
        raw.split(
                text,
                part -> normalized.split(
                        words.normalize(part),
                        rest -> words.of(rest).forEach(word -> ids.add(unigram.encode(word))),
                        ids::add),
                ids::add);
        return ids.toArray();
    }

    /**
     * The ids of a prompt with its end, cut so that the end stays, and not padded.
     *
     * @param length how many there may be; at least 1
     */
    public int[] encode(String prompt, int length) {
        int[] ids = encode(prompt);
        int[] out = Arrays.copyOf(ids, Math.min(ids.length + 1, length));
        out[out.length - 1] = eos;
        return out;
    }

    /** As {@link #encode(String, int)}, filled up to the length. */
    public int[] encodePadded(String prompt, int length) {
        int[] ids = encode(prompt, length);
        int[] out = Arrays.copyOf(ids, length);
        Arrays.fill(out, ids.length, length, pad);
        return out;
    }

    /** A growing list of numbers. */
    private static final class Ids {
        private int[] numbers = new int[64];
        private int size;

        void add(int... more) {
            if (size + more.length > numbers.length) {
                numbers = Arrays.copyOf(numbers, Math.max(2 * numbers.length, size + more.length));
            }
            System.arraycopy(more, 0, numbers, size, more.length);
            size += more.length;
        }

        int[] toArray() {
            return Arrays.copyOf(numbers, size);
        }
    }
}
