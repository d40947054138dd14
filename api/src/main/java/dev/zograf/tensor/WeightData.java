package dev.zograf.tensor;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/** The numbers of a weight in the memory of the JVM, for who edits or checks models. Networks do not need it. */
public final class WeightData {

    private WeightData() {}

    /**
     * The bytes as they are stored: a direct, little-endian buffer.
     *
     * @throws UncheckedIOException if the file cannot be read or has become shorter
     * @throws IllegalArgumentException if there are 2 GB or more
     */
    public static ByteBuffer bytes(Weight weight) {
        if (weight.storage() instanceof WeightStorage.InMemory memory) {
            return memory.bytes().get();
        }
        WeightStorage.InFile region = (WeightStorage.InFile) weight.storage();
        if (region.length() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(weight.name() + " has more than 2 GB.");
        }
        ByteBuffer out = ByteBuffer.allocateDirect((int) region.length()).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel file = FileChannel.open(region.file())) {
            while (out.hasRemaining()) {
                if (file.read(out, region.offset() + out.position()) < 0) {
                    throw new EOFException(region.file() + " has become shorter.");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.flip();
    }

    /** The numbers, each converted to a 32-bit float. */
    public static float[] floats(Weight weight) {
        ByteBuffer bytes = bytes(weight);
        float[] out = new float[Math.toIntExact(weight.size())];
        for (int i = 0; i < out.length; i++) {
            out[i] = number(bytes, i, weight.dtype());
        }
        return out;
    }

    /**
     * One of the numbers in a little-endian buffer, converted to a 32-bit float.
     *
     * @param i its place, in numbers of that type
     */
    public static float number(ByteBuffer bytes, int i, DType type) {
        return switch (type) {
            case F64 -> (float) bytes.getDouble(i * 8);
            case F32 -> bytes.getFloat(i * 4);
            case F16 -> small(bytes.getShort(i * 2) & 0xffff, 10, 15, 31);
            case BF16 -> Float.intBitsToFloat(bytes.getShort(i * 2) << 16);
            // E4M3 has no infinities: only all ones is no number.
            case F8_E4M3 -> (bytes.get(i) & 0x7f) == 0x7f ? Float.NaN : small((bytes.get(i) & 0xff) << 8, 11, 7, 16);
            case F8_E5M2 -> small((bytes.get(i) & 0xff) << 8, 10, 15, 31);
            case I64 -> bytes.getLong(i * 8);
            case U64 -> unsigned(bytes.getLong(i * 8));
            case I32 -> bytes.getInt(i * 4);
            case U32 -> Integer.toUnsignedLong(bytes.getInt(i * 4));
            case I16 -> bytes.getShort(i * 2);
            case U16 -> bytes.getShort(i * 2) & 0xffff;
            case I8 -> bytes.get(i);
            case U8, BOOL -> bytes.get(i) & 0xff;
        };
    }

    private static float unsigned(long bits) {
        return bits >= 0 ? bits : 2f * (bits >>> 1 | bits & 1);
    }

    /** A float of 16 bits or fewer, its sign in bit 15; the exponent {@code special} marks infinities and what is no number. */
    private static float small(int bits, int mantissaBits, int bias, int special) {
        int sign = (bits & 0x8000) == 0 ? 1 : -1;
        int exponent = (bits & 0x7fff) >> mantissaBits;
        int mantissa = bits & (1 << mantissaBits) - 1;
        if (exponent == special) {
            return mantissa == 0 ? sign * Float.POSITIVE_INFINITY : Float.NaN;
        }
        float one = 1 << mantissaBits;
        return exponent == 0
                ? sign * Math.scalb(mantissa / one, 1 - bias)
                : sign * Math.scalb(1 + mantissa / one, exponent - bias);
    }
}
