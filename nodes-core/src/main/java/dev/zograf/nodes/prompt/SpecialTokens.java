package dev.zograf.nodes.prompt;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** Tokens that stand for themselves wherever they are in a text. Of several at one place the longest is meant. */
final class SpecialTokens {

    /**
     * One of them.
     *
     * @param left whether it takes the space before it along
     * @param right whether it takes the space behind it along
     * @param normalized whether it is looked for after the text was normalised
     */
    record Special(String text, int id, boolean left, boolean right, boolean normalized) {}

    private final PieceTable table;
    private final Map<Integer, Special> specials = new HashMap<>();

    SpecialTokens(Collection<Special> tokens) {
        Map<String, Integer> texts = new HashMap<>();
        for (Special token : tokens) {
            texts.put(token.text(), token.id());
            specials.put(token.id(), token);
        }
        table = PieceTable.of(texts);
    }

    /** Cuts a text at them: tells the text between them and them in their order. */
    void split(String text, Consumer<String> between, IntConsumer special) {
        int from = 0;
        int at = 0;
        while (at < text.length()) {
            Optional<PieceTable.Match> found =
                    table.at(text, at).stream().max(Comparator.comparing(PieceTable.Match::length));
            if (found.isEmpty()) {
                at++;
                continue;
            }
            Special token = specials.get(found.get().number());
            int end = at + found.get().length();
            between.accept(text.substring(from, token != null && token.left() ? spacesBefore(text, from, at) : at));
            special.accept(found.get().number());
            from = token != null && token.right() ? spacesBehind(text, end) : end;
            at = from;
        }
        between.accept(text.substring(from));
    }

    private static int spacesBefore(String text, int from, int at) {
        int start = at;
        while (start > from && T5Words.isSpace(text.charAt(start - 1))) {
            start--;
        }
        return start;
    }

    private static int spacesBehind(String text, int at) {
        int end = at;
        while (end < text.length() && T5Words.isSpace(text.charAt(end))) {
            end++;
        }
        return end;
    }
}
