package dev.zograf.nodes.prompt;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Cuts words into the most probable pieces (Kudo 2018, section 3.2) by Viterbi's algorithm. A character for which there is no piece costs
 * more than any; neighbours among these are one token. Sums are in 64 bits and ties go to the longer last piece, as in Hugging Face's
 * tokenizers.
 */
final class Unigram {

    /** How much less probable than the rarest piece a character is that is none. */
    private static final double PENALTY = 10;

    private final PieceTable table;
    private final double[] scores;
    private final int unknown;
    private final double unknownScore;

    Unigram(UnigramModel model) {
        Map<String, Integer> numbers = new HashMap<>();
        scores = new double[model.pieces().size()];
        for (int i = 0; i < scores.length; i++) {
            numbers.put(model.pieces().get(i).text(), i);
            scores[i] = model.pieces().get(i).score();
        }
        table = PieceTable.of(numbers);
        unknown = model.unknown();
        unknownScore = Arrays.stream(scores).min().orElse(0) - PENALTY;
    }

    /** The tokens of a word. */
    int[] encode(String word) {
        int size = word.length();
        double[] best = new double[size + 1];
        int[] from = new int[size + 1];
        int[] token = new int[size + 1];
        Arrays.fill(from, -1);
        int width;
        for (int at = 0; at < size; at += width) {
            width = Character.charCount(word.codePointAt(at));
            boolean alone = false;
            for (PieceTable.Match piece : table.at(word, at)) {
                reach(best, from, token, at, at + piece.length(), piece.number(), scores[piece.number()]);
                alone |= piece.length() == width;
            }
            if (!alone) {
                reach(best, from, token, at, at + width, unknown, unknownScore);
            }
        }
        return back(from, token);
    }

    private static void reach(double[] best, int[] from, int[] token, int start, int end, int number, double score) {
        double sum = best[start] + score;
        if (from[end] < 0 || sum > best[end]) {
            best[end] = sum;
            from[end] = start;
            token[end] = number;
        }
    }

    private int[] back(int[] from, int[] token) {
        int[] out = new int[from.length];
        int first = out.length;
        for (int end = from.length - 1; end > 0; end = from[end]) {
            boolean fused = token[end] == unknown && first < out.length && out[first] == unknown;
            if (!fused) {
                out[--first] = token[end];
            }
        }
        return Arrays.copyOfRange(out, first, out.length);
    }
}
