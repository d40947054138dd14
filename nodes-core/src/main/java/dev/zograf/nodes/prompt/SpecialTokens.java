package dev.zograf.nodes.prompt;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Tokens that stand for themselves wherever they are in a text. Of several at one place the longest is meant. Whether they take white space
 * around them along does not matter, since it parts words and no more.
 */
final class SpecialTokens {

    /**
     * One of them.
     *
     * @param normalized whether it is looked for after the text was normalised
     */
    record Special(String text, int id, boolean normalized) {}

    private final PieceTable table;

    SpecialTokens(Collection<Special> tokens) {
        Map<String, Integer> texts = new HashMap<>();
        tokens.forEach(token -> texts.put(token.text(), token.id()));
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
            } else {
                between.accept(text.substring(from, at));
                special.accept(found.get().number());
                at += found.get().length();
                from = at;
            }
        }
        between.accept(text.substring(from));
    }
}
