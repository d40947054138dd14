package dev.zograf.nodes.prompt;

import dev.zograf.api.model.Prompt.Piece;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Weights as ComfyUI reads them: {@code (text)} is 1.1 times what is around it, {@code (text:1.3)} is 1.3 whatever is around it,
 * {@code \(} is a bracket. Brackets without a partner are text.
 */
final class ComfyEmphasis {

    private static final double MORE = 1.1;

    /** Deeper than this, brackets are text; the original gives up there. */
    private static final int DEEPEST = 300;

    private static final Pattern NUMBER = Pattern.compile("\\s*[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?\\s*");

    private static final char ESCAPED_OPEN = '\ue000';
    private static final char ESCAPED_CLOSE = '\ue001';

    private final List<Piece> out = new ArrayList<>();

    private ComfyEmphasis() {}

    /** The pieces of a prompt in order; none of an empty one. */
    static List<Piece> pieces(String text) {
        ComfyEmphasis reader = new ComfyEmphasis();
        reader.read(
                text.replace("\\)", String.valueOf(ESCAPED_CLOSE)).replace("\\(", String.valueOf(ESCAPED_OPEN)), 1, 0);
        return reader.out;
    }

    private void read(String text, double weight, int depth) {
        int from = 0;
        int level = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '(') {
                if (level == 0) {
                    add(text.substring(from, i), weight, depth);
                    from = i;
                }
                level++;
            } else if (c == ')') {
                level--;
                if (level == 0) {
                    add(text.substring(from, i + 1), weight, depth);
                    from = i + 1;
                }
            }
        }
        add(text.substring(from), weight, depth);
    }

    private void add(String part, double weight, int depth) {
        boolean bracketed = part.length() > 1 && part.startsWith("(") && part.endsWith(")");
        if (!bracketed || depth == DEEPEST) {
            if (!part.isEmpty()) {
                out.add(new Piece(part.replace(ESCAPED_OPEN, '(').replace(ESCAPED_CLOSE, ')'), weight));
            }
            return;
        }
        String inner = part.substring(1, part.length() - 1);
        int colon = inner.lastIndexOf(':');
        Optional<Double> given = colon > 0 ? number(inner.substring(colon + 1)) : Optional.empty();
        read(given.isPresent() ? inner.substring(0, colon) : inner, given.orElse(weight * MORE), depth + 1);
    }

    private static Optional<Double> number(String text) {
        return NUMBER.matcher(text).matches() ? Optional.of(Double.parseDouble(text.strip())) : Optional.empty();
    }
}
