package dev.zograf.runtime.onednn;

import dev.zograf.runtime.network.UnsupportedNetworkException;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightData;
import dev.zograf.tensor.WeightStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** The numbers of a weight, row by row: where they are stored if the library reads that type, else converted on the way. */
final class WeightNumbers {

    private static final int VALUES = 1 << 16;
    private static final float[] HALF_TO_FLOAT = new float[VALUES];
    private static final short[] HALF_TO_BFLOAT = new short[VALUES];

    static {
        ByteBuffer all = ByteBuffer.allocate(VALUES * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < VALUES; i++) {
            all.putShort(i * Short.BYTES, (short) i);
        }
        for (int i = 0; i < VALUES; i++) {
            HALF_TO_FLOAT[i] = WeightData.number(all, i, DType.F16);
            HALF_TO_BFLOAT[i] = bfloat(HALF_TO_FLOAT[i]);
        }
    }

    private final Weight weight;
    private final ByteBuffer stored;

    private WeightNumbers(Weight weight, ByteBuffer stored) {
        this.weight = weight;
        this.stored = stored;
    }

    /** @throws UncheckedIOException if the file cannot be read */
    static WeightNumbers of(Weight weight) {
        if (weight.size() * Float.BYTES > Integer.MAX_VALUE) {
            throw new UnsupportedNetworkException("the weight " + weight.name() + " has more than 2 GB");
        }
        return new WeightNumbers(
                weight,
                weight.storage() instanceof WeightStorage.InFile region ? mapped(region) : WeightData.bytes(weight));
    }

    /**
     * Numbers at a native address.
     *
     * @param kind their type
     * @param buffer where they are; it must be kept while the address is used
     */
    record Native(Kind kind, ByteBuffer buffer) {
        Pointer address() {
            return new BytePointer(buffer);
        }
    }

    /**
     * All of them in a type that the library turns into {@code to}.
     *
     * @param scratch what is filled if they are not stored in such a type
     */
    Native natively(Kind to, Scratch scratch) {
        int size = Math.toIntExact(weight.size());
        if (weight.dtype() == DType.F32) {
            return new Native(Kind.F32, stored);
        }
        if (weight.dtype() == DType.BF16) {
            return new Native(Kind.BF16, stored);
        }
        if (weight.dtype() == DType.F16 && to == Kind.BF16) {
            ByteBuffer out = scratch.take(size * Short.BYTES);
            ShortBuffer from = stored.asShortBuffer();
            ShortBuffer into = out.asShortBuffer();
            for (int i = 0; i < size; i++) {
                into.put(i, HALF_TO_BFLOAT[from.get(i) & 0xffff]);
            }
            return new Native(Kind.BF16, out);
        }
        ByteBuffer out = scratch.take(size * Float.BYTES);
        float[] part = new float[Math.min(size, VALUES)];
        for (int first = 0; first < size; first += part.length) {
            int count = Math.min(part.length, size - first);
            floats(first, count, part);
            out.asFloatBuffer().position(first).put(part, 0, count);
        }
        return new Native(Kind.F32, out);
    }

    /** Some of them as 32-bit floats, to the begin of an array. */
    void floats(int first, int count, float[] out) {
        switch (weight.dtype()) {
            case F32 -> stored.asFloatBuffer().position(first).get(out, 0, count);
            case F16 -> {
                ShortBuffer halves = stored.asShortBuffer();
                for (int i = 0; i < count; i++) {
                    out[i] = HALF_TO_FLOAT[halves.get(first + i) & 0xffff];
                }
            }
            case BF16 -> {
                ShortBuffer halves = stored.asShortBuffer();
                for (int i = 0; i < count; i++) {
                    out[i] = Float.intBitsToFloat(halves.get(first + i) << 16);
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    out[i] = WeightData.number(stored, first + i, weight.dtype());
                }
            }
        }
    }

    /** To the nearest, ties to the even one. */
    private static short bfloat(float number) {
        int bits = Float.floatToRawIntBits(number);
        if (Float.isNaN(number)) {
            return (short) (bits >>> 16 | 0x40);
        }
        return (short) (bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
    }

    private static ByteBuffer mapped(WeightStorage.InFile region) {
        if (region.length() == 0) {
            return ByteBuffer.allocateDirect(0).order(ByteOrder.LITTLE_ENDIAN);
        }
        try (FileChannel file = FileChannel.open(region.file(), StandardOpenOption.READ)) {
            return file.map(FileChannel.MapMode.READ_ONLY, region.offset(), region.length())
                    .order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
