package dev.zograf.nodes.prompt;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Finds brackets without a partner. Prompts with such are read nevertheless, as the original tools do. */
final class BracketCheck {

    private static final int AROUND = 15;

    private BracketCheck() {}

    /** Adds a sentence for each bracket of a kind that has no partner; those after a backslash are text. */
    static void of(String text, char open, char close, String reading, List<String> warnings) {
        Deque<Integer> opened = new ArrayDeque<>();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == open) {
                opened.addLast(i);
            } else if (c == close && opened.pollLast() == null) {
                warnings.add("The \"" + close + "\" at character " + (i + 1)
                        + " closes nothing, and is taken literally: " + shown(text, i));
            }
        }
        for (int place : opened) {
            warnings.add("The \"" + open + "\" at character " + (place + 1) + " is never closed, " + reading + ": "
                    + shown(text, place));
        }
    }

    /** The surroundings of a character, which is marked. */
    private static String shown(String text, int place) {
        int from = Math.max(place - AROUND, 0);
        int to = Math.min(place + 1 + AROUND, text.length());
        return (from > 0 ? "…" : "") + text.substring(from, place) + "→" + text.substring(place, to)
                + (to < text.length() ? "…" : "");
    }
}
