package dev.zograf.nodes.prompt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * From a text to the words that T5's tokenizer cuts into pieces, each with a {@code ▁} at its front. They are parted at white space, as
 * SentencePiece does it, and as transformers 5 does it whatever a {@code tokenizer.json} says of spaces.
 *
 * @param charsMap the normal forms of characters, if there are any
 */
record T5Words(Optional<CharsMap> charsMap) {

    private static final char MARK = '▁';

    /** The normal form of a text. */
    String normalize(String text) {
        return charsMap.map(map -> map.normalize(text)).orElse(text);
    }

    /** The words of a text in its normal form. */
    List<String> of(String text) {
        List<String> out = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            if (isSpace(text.charAt(i))) {
                marked(text.substring(from, i), out);
                from = i + 1;
            }
        }
        marked(text.substring(from), out);
        return out;
    }

    /** With a mark at the front, and cut before each mark that was there already. */
    private static void marked(String word, List<String> out) {
        if (word.isEmpty()) {
            return;
        }
        String whole = word.charAt(0) == MARK ? word : MARK + word;
        int from = 0;
        for (int i = 1; i < whole.length(); i++) {
            if (whole.charAt(i) == MARK) {
                out.add(whole.substring(from, i));
                from = i;
            }
        }
        out.add(whole.substring(from));
    }

    /** Unicode's {@code White_Space}. */
    private static boolean isSpace(char c) {
        return Character.isSpaceChar(c) || (c >= '\t' && c <= '\r') || c == '\u0085';
    }
}
