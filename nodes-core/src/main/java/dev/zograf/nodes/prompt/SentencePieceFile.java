package dev.zograf.nodes.prompt;

import dev.zograf.api.BadFileException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a {@code spiece.model}: the message {@code ModelProto} of SentencePiece (Kudo and Richardson 2018), of which a tokenizer needs the
 * pieces and the table of normal forms.
 */
final class SentencePieceFile {

    // Fields of ModelProto
    private static final int PIECES = 1;
    private static final int TRAINER = 2;
    private static final int NORMALIZER = 3;
    // … of SentencePiece
    private static final int TEXT = 1;
    private static final int SCORE = 2;
    private static final int TYPE = 3;
    // … of TrainerSpec
    private static final int MODEL_TYPE = 3;
    private static final int SPACE_BEHIND = 24;
    private static final int BYTE_FALLBACK = 35;
    // … of NormalizerSpec
    private static final int CHARS_MAP = 2;
    private static final int DUMMY_PREFIX = 3;
    private static final int FEWER_SPACES = 4;
    private static final int ESCAPED_SPACES = 5;

    private static final int UNIGRAM = 1;

    private static final int NORMAL = 1;
    private static final int UNKNOWN = 2;
    private static final int CONTROL = 3;
    private static final int UNUSED = 5;

    private final String file;
    private final List<UnigramModel.Piece> pieces = new ArrayList<>();
    private int unknown = -1;
    private byte[] charsMap = new byte[0];

    private SentencePieceFile(String file) {
        this.file = file;
    }

    /**
     * Reads a model.
     *
     * @param file its name for messages
     * @throws BadFileException if it is damaged, or does more than T5's
     */
    static UnigramModel read(byte[] bytes, String file) {
        return new SentencePieceFile(file).model(ByteBuffer.wrap(bytes));
    }

    private UnigramModel model(ByteBuffer bytes) {
        ProtobufFields fields = fields(bytes);
        while (fields.next()) {
            switch (fields.number()) {
                case PIECES -> piece(fields(fields.bytes()));
                case TRAINER -> trainer(fields(fields.bytes()));
                case NORMALIZER -> normalizer(fields(fields.bytes()));
                default -> {
                    // What the trainer left for itself.
                }
            }
        }
        if (unknown < 0) {
            throw new BadFileException(
                    file, "There is no unknown piece, so the file is no whole model of SentencePiece.");
        }
        return new UnigramModel(file, pieces, unknown, charsMap);
    }

    private ProtobufFields fields(ByteBuffer message) {
        return new ProtobufFields(message, file);
    }

    private void piece(ProtobufFields fields) {
        String text = "";
        float score = 0;
        long type = NORMAL;
        while (fields.next()) {
            switch (fields.number()) {
                case TEXT -> text = fields.text();
                case SCORE -> score = fields.real();
                case TYPE -> type = fields.whole();
                default -> {
                    // Nothing else is known of a piece.
                }
            }
        }
        if (type == UNKNOWN && unknown >= 0) {
            throw new BadFileException(
                    file, "There are two unknown pieces, " + unknown + " and " + pieces.size() + ".");
        }
        if (type == UNKNOWN) {
            unknown = pieces.size();
        } else if (type != NORMAL && type != CONTROL && type != UNUSED) {
            throw unsupported("The type " + type + " of the piece " + pieces.size());
        }
        if (pieces.size() == UnigramModel.MOST_PIECES) {
            throw new BadFileException(
                    file, "There are more than " + UnigramModel.MOST_PIECES + " pieces, which is not supported.");
        }
        pieces.add(new UnigramModel.Piece(text, score));
    }

    private void trainer(ProtobufFields fields) {
        while (fields.next()) {
            switch (fields.number()) {
                case MODEL_TYPE -> {
                    if (fields.whole() != UNIGRAM) {
                        throw unsupported("Another kind of model than unigram");
                    }
                }
                case SPACE_BEHIND -> refuse(fields.flag(), "A space behind each word");
                case BYTE_FALLBACK -> refuse(fields.flag(), "Bytes for what is unknown");
                default -> {
                    // How the pieces were found.
                }
            }
        }
    }

    private void normalizer(ProtobufFields fields) {
        while (fields.next()) {
            switch (fields.number()) {
                case CHARS_MAP -> {
                    ByteBuffer map = fields.bytes();
                    charsMap = new byte[map.remaining()];
                    map.get(charsMap);
                }
                case DUMMY_PREFIX -> refuse(!fields.flag(), "No space before the first word");
                case FEWER_SPACES -> refuse(!fields.flag(), "Several spaces in a row");
                case ESCAPED_SPACES -> refuse(!fields.flag(), "Spaces that stay spaces");
                default -> {
                    // Where the table came from.
                }
            }
        }
    }

    private void refuse(boolean told, String what) {
        if (told) {
            throw unsupported(what);
        }
    }

    private BadFileException unsupported(String what) {
        return new BadFileException(file, what + " is not supported; a tokenizer of T5 has nothing of the kind.");
    }
}
