package dev.zograf.nodes.prompt;

import dev.zograf.api.BadFileException;
import java.util.List;

/**
 * What a file says of a unigram tokenizer: its pieces, each of which is the token of its place in the list, the one for all else, and the
 * table of normal forms of characters.
 *
 * @param file its name for messages
 * @param unknown the token of what no piece stands for
 * @param charsMap as {@link CharsMap} reads it; empty for none
 */
record UnigramModel(String file, List<Piece> pieces, int unknown, byte[] charsMap) {

    /** No published vocabulary has a quarter of this. */
    static final int MOST_PIECES = 1 << 20;

    /** In UTF-16; SentencePiece makes pieces of at most 16 characters unless it is told otherwise. */
    static final int LONGEST_PIECE = 256;

    /**
     * A piece of text and the logarithm of how probable it is.
     *
     * @param text with {@code ▁} for a space
     */
    record Piece(String text, double score) {}

    UnigramModel {
        pieces = List.copyOf(pieces);
        if (pieces.size() > MOST_PIECES) {
            throw new BadFileException(
                    file, "There are " + pieces.size() + " pieces; at most " + MOST_PIECES + " are supported.");
        }
        if (unknown < 0 || unknown >= pieces.size()) {
            throw new BadFileException(
                    file, "The unknown piece is number " + unknown + " of " + pieces.size() + ": there is none.");
        }
        for (Piece piece : pieces) {
            if (!Double.isFinite(piece.score)) {
                throw new BadFileException(
                        file,
                        "The score of the piece \"" + shown(piece.text) + "\" is " + piece.score + ", no number.");
            }
            if (piece.text.length() > LONGEST_PIECE) {
                throw new BadFileException(
                        file,
                        "The piece \"" + shown(piece.text) + "\" has " + piece.text.length() + " characters; at most "
                                + LONGEST_PIECE + " are supported.");
            }
        }
    }

    private static String shown(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
