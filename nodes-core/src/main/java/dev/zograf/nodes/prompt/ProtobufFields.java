package dev.zograf.nodes.prompt;

import dev.zograf.api.BadFileException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Walks over the fields of a message in the wire format of Protocol Buffers. Each field is either read or skipped by the next {@link #next};
 * whatever does not fit into the message is refused.
 */
final class ProtobufFields {

    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED_32 = 5;

    private final ByteBuffer in;
    private final String file;
    private int number;
    private int wire;
    private boolean pending;

    /** The fields of a message of a file. */
    ProtobufFields(ByteBuffer message, String file) {
        this.in = message.slice().order(ByteOrder.LITTLE_ENDIAN);
        this.file = file;
    }

    /** Goes to the next field, if there is one. */
    boolean next() {
        if (pending) {
            skip();
        }
        if (!in.hasRemaining()) {
            return false;
        }
        long tag = readVarint();
        number = (int) (tag >>> 3);
        wire = (int) (tag & 7);
        if (tag >>> 32 != 0 || number == 0) {
            throw damaged();
        }
        pending = true;
        return true;
    }

    /** The number of the field. */
    int number() {
        return number;
    }

    /** The field as a whole number. */
    long whole() {
        take(VARINT);
        return readVarint();
    }

    /** The field as a truth value. */
    boolean flag() {
        return whole() != 0;
    }

    /** The field as a 32-bit float. */
    float real() {
        take(FIXED_32);
        require(Float.BYTES);
        return in.getFloat();
    }

    /** The field as bytes, or as a message. */
    ByteBuffer bytes() {
        take(BYTES);
        long length = readVarint();
        require(length);
        ByteBuffer out = in.slice(in.position(), (int) length);
        in.position(in.position() + (int) length);
        return out;
    }

    /** The field as a text in UTF-8. */
    String text() {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes()).toString();
        } catch (CharacterCodingException e) {
            throw new BadFileException(file, "The file is damaged: a text in it is not UTF-8. Download it again.", e);
        }
    }

    private void take(int wanted) {
        if (wire != wanted) {
            throw damaged();
        }
        pending = false;
    }

    private void skip() {
        switch (wire) {
            case VARINT -> whole();
            case BYTES -> bytes();
            case FIXED_32, FIXED_64 -> {
                int length = wire == FIXED_32 ? Integer.BYTES : Long.BYTES;
                require(length);
                in.position(in.position() + length);
                pending = false;
            }
            default -> throw damaged();
        }
    }

    private long readVarint() {
        long out = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            require(1);
            byte b = in.get();
            out |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return out;
            }
        }
        throw damaged();
    }

    private void require(long bytes) {
        if (bytes < 0 || bytes > in.remaining()) {
            throw damaged();
        }
    }

    private BadFileException damaged() {
        return new BadFileException(
                file,
                "The file is damaged or no model of SentencePiece. Download it again, and without Git LFS pointers.");
    }
}
