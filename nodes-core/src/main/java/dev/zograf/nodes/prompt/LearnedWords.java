package dev.zograf.nodes.prompt;

import dev.zograf.api.value.FloatTensor;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Words that a text network was taught (Gal et al. 2022): each stands for vectors in place of its tokens. They are found in any case of
 * letters; one that begins or ends with a letter or a digit is not found inside of another word. Immutable.
 */
final class LearnedWords {

    static final LearnedWords NONE = new LearnedWords(Map.of());

    /**
     * What a word stands for.
     *
     * @param place how many vectors there were before it in all words
     * @param vectors {@code [vectors, width]}
     */
    record Learned(int place, FloatTensor vectors) {}

    private final Map<String, Learned> vectors;
    private final Optional<Pattern> pattern;

    private LearnedWords(Map<String, Learned> vectors) {
        this.vectors = vectors;
        this.pattern = vectors.keySet().stream()
                .sorted(Comparator.comparing(String::length).reversed())
                .map(LearnedWords::alone)
                .reduce((a, b) -> a + "|" + b)
                .map(all -> Pattern.compile(all, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE));
    }

    private static String alone(String word) {
        return (isOfWord(word.charAt(0)) ? "(?<![\\p{L}\\p{N}])" : "")
                + Pattern.quote(word)
                + (isOfWord(word.charAt(word.length() - 1)) ? "(?![\\p{L}\\p{N}])" : "");
    }

    private static boolean isOfWord(char c) {
        return Character.isLetterOrDigit(c);
    }

    private static String key(String word) {
        return word.toLowerCase(Locale.ROOT);
    }

    /**
     * The same with one more.
     *
     * @param each {@code [vectors, width]}
     */
    LearnedWords with(String word, FloatTensor each) {
        Map<String, Learned> more = new LinkedHashMap<>(vectors);
        int place = vectors.values().stream()
                .mapToInt(known -> known.place() + known.vectors().dim(0))
                .max()
                .orElse(0);
        more.put(key(word), new Learned(place, each));
        return new LearnedWords(more);
    }

    /** Calls back for what is literal and for the vectors of words, in the order of the text. */
    void split(String text, Consumer<String> literal, Consumer<Learned> learned) {
        int from = 0;
        if (pattern.isPresent()) {
            Matcher found = pattern.get().matcher(text);
            while (found.find()) {
                Learned each = vectors.get(key(found.group()));
                if (each != null) {
                    literal.accept(text.substring(from, found.start()));
                    learned.accept(each);
                    from = found.end();
                }
            }
        }
        literal.accept(text.substring(from));
    }
}
