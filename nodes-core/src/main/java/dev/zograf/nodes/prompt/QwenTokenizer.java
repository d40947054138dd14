package dev.zograf.nodes.prompt;

import java.text.Normalizer;
import java.util.Collection;
import java.util.OptionalInt;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The tokenizer of Qwen 2 and 2.5 with the results of transformers' {@code Qwen2Tokenizer}: special tokens are recognised in the text, the
 * rest is composed (NFC), split into words with the space before them, digits, signs and white space, and each of these is encoded by byte
 * pairs. Half of a surrogate pair is read as U+FFFD. Thread-safe.
 */
public final class QwenTokenizer {

    /** As the tokenizer's own files write it. */
    static final String SPLIT =
            "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*"
                    + "|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

    private static final Pattern WORDS = Pattern.compile(SPLIT, Pattern.UNICODE_CHARACTER_CLASS);

    private final BytePairEncoding pairs;
    private final SpecialTokens specials;
    private final Collection<SpecialTokens.Special> all;
    private final int pad;

    /**
     * A tokenizer.
     *
     * @param pairs without marks at the ends of words
     * @param pad the id that fills up
     */
    QwenTokenizer(BytePairEncoding pairs, Collection<SpecialTokens.Special> specials, int pad) {
        this.pairs = pairs;
        this.specials = new SpecialTokens(specials);
        this.all = specials;
        this.pad = pad;
    }

    /** The id that fills up. */
    public int pad() {
        return pad;
    }

    /** The id of a special token such as {@code <|image_pad|>}, if there is one of that text. */
    public OptionalInt special(String text) {
        return all.stream()
                .filter(special -> special.text().equals(text))
                .mapToInt(SpecialTokens.Special::id)
                .findFirst();
    }

    /** The ids of a text, as many as there are. */
    public int[] encode(String text) {
        IntStream.Builder ids = IntStream.builder();
        specials.split(whole(text), part -> words(part, ids), ids);
        return ids.build().toArray();
    }

    private void words(String part, IntConsumer ids) {
        Matcher words = WORDS.matcher(Normalizer.normalize(part, Normalizer.Form.NFC));
        while (words.find()) {
            for (int id : pairs.encode(words.group())) {
                ids.accept(id);
            }
        }
    }

    private static String whole(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> out.appendCodePoint(c >= 0xd800 && c <= 0xdfff ? 0xfffd : c));
        return out.toString();
    }
}
