package dev.zograf.runtime.convert;

import dev.zograf.tensor.DType;
import dev.zograf.tensor.SmallFloats;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightData;
import dev.zograf.tensor.WeightStorage;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;

/** Writes the numbers of tensors, in another type if wanted: those in a file a piece at a time, through the same two buffers. */
final class TensorStream {

    /** Numbers at a time. */
    private static final int PIECE = 1 << 17;

    private final WritableByteChannel out;
    private final Runnable beforeEach;
    private final ByteBuffer read =
            ByteBuffer.allocateDirect(PIECE * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final ByteBuffer converted =
            ByteBuffer.allocateDirect(PIECE * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);

    /** @param beforeEach called before each piece; may throw to end it all */
    TensorStream(WritableByteChannel out, Runnable beforeEach) {
        this.out = out;
        this.beforeEach = beforeEach;
    }

    /**
     * Writes a tensor.
     *
     * @param type the type to write; that of the tensor, or another floating-point type
     */
    void write(Weight weight, DType type) throws IOException {
        if (weight.storage() instanceof WeightStorage.InFile region) {
            int piece = PIECE * weight.dtype().bytes();
            try (FileChannel file = FileChannel.open(region.file())) {
                for (long at = 0; at < region.length(); at += piece) {
                    read.clear().limit((int) Math.min(piece, region.length() - at));
                    while (read.hasRemaining()) {
                        if (file.read(read, region.offset() + at + read.position()) < 0) {
                            throw new EOFException(region.file() + " has become shorter");
                        }
                    }
                    put(read.flip(), weight.dtype(), type);
                }
            }
        } else {
            put(WeightData.bytes(weight), weight.dtype(), type);
        }
    }

    private void put(ByteBuffer bytes, DType from, DType to) throws IOException {
        int count = bytes.remaining() / from.bytes();
        if (from == to) {
            beforeEach.run();
            put(bytes);
            return;
        }
        for (int at = 0; at < count; at += PIECE) {
            beforeEach.run();
            converted.clear();
            for (int i = at; i < Math.min(count, at + PIECE); i++) {
                SmallFloats.put(converted, WeightData.number(bytes, i, from), to);
            }
            put(converted.flip());
        }
    }

    private void put(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }
}
