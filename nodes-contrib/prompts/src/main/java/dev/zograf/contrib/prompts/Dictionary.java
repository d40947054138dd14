package dev.zograf.contrib.prompts;

import dev.zograf.contrib.prompts.Words.Word;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Translates known words and names from one language to another: the longest that fits first, in any case, without inflection. */
final class Dictionary {

    private final Map<String, String> names = new HashMap<>();
    private int longest = 1;
    private int known;

    /** Adds a name unless it is known; who comes first wins. */
    void add(String from, String to) {
        Words words = Words.of(from);
        if (!words.words().isEmpty() && names.putIfAbsent(words.key(), to) == null) {
            longest = Math.max(longest, words.words().size());
        }
    }

    /** What a text became. */
    record Translation(String text, Set<String> unknown, int known) {}

    Translation translate(String raw) {
        Words words = Words.of(raw);
        StringBuilder out = new StringBuilder();
        Set<String> unknown = new LinkedHashSet<>();
        known = 0;
        int copied = 0;
        int at = 0;
        while (at < words.words().size()) {
            int length = match(words, at);
            Word first = words.words().get(at);
            Word last = words.words().get(at + Math.max(length, 1) - 1);
            append(out, words.text().substring(copied, first.start()));
            String source = words.text().substring(first.start(), last.end());
            if (length > 0) {
                known += length;
                append(out, names.getOrDefault(key(words.words(), at, length), source));
            } else {
                if (source.codePoints().anyMatch(Character::isLetter)) {
                    unknown.add(source);
                }
                append(out, source);
            }
            copied = last.end();
            at += Math.max(length, 1);
        }
        append(out, words.text().substring(copied));
        return new Translation(out.toString(), unknown, known);
    }

    /** How many words from here make the longest known name, or 0. */
    private int match(Words words, int at) {
        int most = 1;
        while (most < longest && at + most < words.words().size() && words.together(at + most - 1)) {
            most++;
        }
        for (int length = most; length > 0; length--) {
            if (names.containsKey(key(words.words(), at, length))) {
                return length;
            }
        }
        return 0;
    }

    private static String key(List<Word> words, int at, int length) {
        StringBuilder key = new StringBuilder(words.get(at).key());
        for (int i = at + 1; i < at + length; i++) {
            key.append(' ').append(words.get(i).key());
        }
        return key.toString();
    }

    /** Between two words that no space divided in Chinese there is one now, unless both are Chinese still. */
    private static void append(StringBuilder out, String part) {
        if (!out.isEmpty() && !part.isEmpty()) {
            int before = out.codePointBefore(out.length());
            int after = part.codePointAt(0);
            if (Character.isLetterOrDigit(before)
                    && Character.isLetterOrDigit(after)
                    && !(Words.isHan(before) && Words.isHan(after))) {
                out.append(' ');
            }
        }
        out.append(part);
    }
}
