package dev.zograf.nodes.prompt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * From a text to the words that T5's tokenizer cuts into pieces, each with a {@code ▁} at its front.
 *
 * @param charsMap the normal forms of characters, if there are any
 * @param trimmed whether spaces at the end are dropped
 * @param gap what stands for several spaces in a row; empty if they stay
 * @param split whether words are parted at all white space, not at plain spaces alone
 */
record T5Words(Optional<CharsMap> charsMap, boolean trimmed, String gap, boolean split) {

    private static final char MARK = '▁';
    private static final Pattern SPACES = Pattern.compile(" {2,}");

    /** The normal form of a text. */
    String normalize(String text) {
        String out = charsMap.map(map -> map.normalize(text)).orElse(text);
        if (trimmed) {
            int end = out.length();
            while (end > 0 && isSpace(out.charAt(end - 1))) {
                end--;
            }
            out = out.substring(0, end);
        }
        return gap.isEmpty() ? out : SPACES.matcher(out).replaceAll(gap);
    }

    /** The words of a text in its normal form. */
    List<String> of(String text) {
        List<String> out = new ArrayList<>();
        int from = 0;
        for (int i = 0; split && i < text.length(); i++) {
            if (isSpace(text.charAt(i))) {
                marked(text.substring(from, i), out);
                from = i + 1;
            }
        }
        marked(text.substring(from), out);
        return out;
    }

    /** With a mark for each space and at the front, and cut before each mark. */
    private static void marked(String text, List<String> out) {
        if (text.isEmpty()) {
            return;
        }
        String marked = text.replace(' ', MARK);
        String whole = marked.charAt(0) == MARK ? marked : MARK + marked;
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
    static boolean isSpace(char c) {
        return Character.isSpaceChar(c) || (c >= '\t' && c <= '\r') || c == '\u0085';
    }
}
