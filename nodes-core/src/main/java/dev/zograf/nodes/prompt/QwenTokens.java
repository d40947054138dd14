package dev.zograf.nodes.prompt;

import dev.zograf.api.model.Prompt;
import dev.zograf.api.value.IntTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The tokens of a prompt in its template, with a weight for each.
 *
 * @param ids without padding
 */
record QwenTokens(int[] ids, double[] weights) {

    /** Those of a text, all as heavy as another. */
    static QwenTokens plain(QwenTokenizer tokenizer, String text) {
        int[] ids = tokenizer.encode(text);
        double[] ones = new double[ids.length];
        Arrays.fill(ones, 1);
        return new QwenTokens(ids, ones);
    }

    /** Those of a prompt. */
    static QwenTokens of(QwenTokenizer tokenizer, QwenTemplate template, Prompt prompt) {
        List<Prompt.Piece> pieces =
                prompt.sections().stream().flatMap(List::stream).toList();
        boolean weighted = pieces.stream().anyMatch(piece -> piece.weight() != 1);
        if (prompt.emphasis() == Prompt.Emphasis.NONE || !weighted) {
            return plain(tokenizer, template.around(prompt.text()));
        }
        List<QwenTokens> parts = new ArrayList<>(List.of(plain(tokenizer, template.before())));
        String carried = "";
        for (Prompt.Piece piece : pieces) {
            // A word is one with the space before it, which may have been left in the piece before.
            String text = carried + piece.text();
            carried = text.endsWith(" ") ? " " : "";
            int[] ids = tokenizer.encode(text.substring(0, text.length() - carried.length()));
            double[] weights = new double[ids.length];
            Arrays.fill(weights, piece.weight());
            parts.add(new QwenTokens(ids, weights));
        }
        parts.add(plain(tokenizer, carried + template.after()));
        return new QwenTokens(
                parts.stream().flatMapToInt(part -> Arrays.stream(part.ids)).toArray(),
                parts.stream()
                        .flatMapToDouble(part -> Arrays.stream(part.weights))
                        .toArray());
    }

    int length() {
        return ids.length;
    }

    boolean hasWeights() {
        return TokenWeights.hasWeights(weights);
    }

    /** The same without what goes beyond a length. */
    QwenTokens cut(int length) {
        return length >= ids.length ? this : new QwenTokens(Arrays.copyOf(ids, length), Arrays.copyOf(weights, length));
    }

    /** The weights from a token on, up to a length; those of padding are 1. */
    double[] weights(int from, int length) {
        double[] out = new double[length - from];
        Arrays.fill(out, 1);
        System.arraycopy(weights, from, out, 0, Math.min(ids.length, length) - from);
        return out;
    }

    /** All as long as the longest: {@code [batch, tokens]}. */
    static IntTensor ids(List<QwenTokens> rows, int length, int pad) {
        int[] out = new int[rows.size() * length];
        Arrays.fill(out, pad);
        for (int i = 0; i < rows.size(); i++) {
            System.arraycopy(rows.get(i).ids, 0, out, i * length, rows.get(i).length());
        }
        return IntTensor.of(out, rows.size(), length);
    }
}
