package dev.zograf.contrib.prompts;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import java.util.Locale;

/** Tidies a text: space, case, length in words. */
@Doc("Tidies a text: removes needless space, changes its case, keeps its first words.")
@NodeType(id = "contrib.change-text", title = "Change text", category = "text")
public final class ChangeText implements Node<ChangeText.In, ChangeText.Out> {

    /** What becomes of letters. */
    public enum Case {
        /** They stay. */
        KEEP,
        /** All small. */
        LOWER,
        /** All capital. */
        UPPER,
        /** The first of each word capital, the others small. */
        TITLE,
        /** The first of the text capital, the others as they are. */
        SENTENCE
    }

    /** What to change. */
    public record In(
            @Doc("The text.") String text,

            @Doc("Removes space at both ends and makes one space of several.") @Default("true")
            boolean strip,

            @Doc("What becomes of letters; title makes the first of each word a capital, sentence that of the text.")
            @Default("keep")
            Case letters,

            @Doc("As many words as are kept, divided by space; 0 keeps all.")
            @Range(min = 0, max = 100_000)
            @Default("0")
            int words) {}

    /** What came of it. */
    public record Out(@Doc("The changed text.") String text) {}

    @Override
    public Out run(In in, RunContext ctx) {
        String text = in.strip() ? in.text().strip().replaceAll("\\s+", " ") : in.text();
        if (in.words() > 0) {
            text = firstWords(text, in.words());
        }
        return new Out(
                switch (in.letters()) {
                    case KEEP -> text;
                    case LOWER -> text.toLowerCase(Locale.ROOT);
                    case UPPER -> text.toUpperCase(Locale.ROOT);
                    case TITLE -> title(text);
                    case SENTENCE -> sentence(text);
                });
    }

    private static String firstWords(String text, int words) {
        int at = 0;
        for (int word = 0; word < words; word++) {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
                at++;
            }
        }
        return text.substring(0, at);
    }

    private static String title(String text) {
        StringBuilder out = new StringBuilder();
        boolean inside = false;
        for (int c : text.codePoints().toArray()) {
            out.appendCodePoint(inside ? Character.toLowerCase(c) : Character.toTitleCase(c));
            inside = Character.isLetterOrDigit(c) || inside && (c == '\'' || c == 0x2019);
        }
        return out.toString();
    }

    private static String sentence(String text) {
        int first = 0;
        while (first < text.length() && !Character.isLetterOrDigit(text.codePointAt(first))) {
            first += Character.charCount(text.codePointAt(first));
        }
        if (first == text.length()) {
            return text;
        }
        int letter = text.codePointAt(first);
        return text.substring(0, first)
                + Character.toString(Character.toTitleCase(letter))
                + text.substring(first + Character.charCount(letter));
    }
}
