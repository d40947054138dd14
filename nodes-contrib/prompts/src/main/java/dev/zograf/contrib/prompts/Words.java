package dev.zograf.contrib.prompts;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A text cut into words. A word is a run of letters, marks and digits; apostrophes between letters belong to it, and each Chinese
 * character is a word of its own, because no space divides them.
 *
 * @param text the text in Unicode's composed form
 * @param words where the words are
 */
record Words(String text, List<Word> words) {

    /** From {@code start} to before {@code end}; {@code key} is the word in small letters. */
    record Word(int start, int end, String key) {}

    static Words of(String raw) {
        String text = Normalizer.normalize(raw, Normalizer.Form.NFC);
        List<Word> words = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            int end = at + Character.charCount(c);
            if (isHan(c)) {
                words.add(word(text, at, end));
            } else if (isPart(c)) {
                end = wordEnd(text, end);
                words.add(word(text, at, end));
            }
            at = end;
        }
        return new Words(text, words);
    }

    private static int wordEnd(String text, int from) {
        int at = from;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            boolean apostrophe = (c == '\'' || c == 0x2019)
                    && at + 1 < text.length()
                    && Character.isLetter(text.codePointAt(at + 1));
            if (isHan(c) || !isPart(c) && !apostrophe) {
                break;
            }
            at += Character.charCount(c);
        }
        return at;
    }

    private static Word word(String text, int start, int end) {
        return new Word(
                start, end, text.substring(start, end).toLowerCase(Locale.ROOT).replace('\u2019', '\''));
    }

    private static boolean isPart(int c) {
        return Character.isLetterOrDigit(c) || Character.getType(c) == Character.NON_SPACING_MARK;
    }

    static boolean isHan(int c) {
        return Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN;
    }

    /** Whether only space or a hyphen stands between a word and the next, so that both can belong to one name. */
    boolean together(int first) {
        String between =
                text.substring(words.get(first).end(), words.get(first + 1).start());
        return between.isBlank() || between.equals("-");
    }

    /** The words as one key. */
    String key() {
        return String.join(" ", words.stream().map(Word::key).toList());
    }
}
