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
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** The numbers of a weight at a native address, as 32-bit floats, row by row. */
final class WeightNumbers {

    private static final float[] HALVES = new float[1 << 16];

    static {
        ByteBuffer all = ByteBuffer.allocate(HALVES.length * 2).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < HALVES.length; i++) {
            all.putShort(i * 2, (short) i);
        }
        for (int i = 0; i < HALVES.length; i++) {
            HALVES[i] = WeightData.number(all, i, DType.F16);
        }
    }

    private WeightNumbers() {}

    /** Mapped from the file if it has them so, else converted. The buffer must be kept while the address is used. */
    static ByteBuffer floats(Weight weight) {
        if (weight.dtype() == DType.F32) {
            return weight.storage() instanceof WeightStorage.InFile region ? mapped(region) : WeightData.bytes(weight);
        }
        long size = weight.size();
        if (size * Float.BYTES > Integer.MAX_VALUE) {
            throw new UnsupportedNetworkException("the weight " + weight.name() + " has more than 2 GB");
        }
        ByteBuffer out = ByteBuffer.allocateDirect((int) size * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        FloatBuffer floats = out.asFloatBuffer();
        ByteBuffer in =
                weight.storage() instanceof WeightStorage.InFile region ? mapped(region) : WeightData.bytes(weight);
        if (weight.dtype() == DType.F16) {
            ShortBuffer halves = in.asShortBuffer();
            for (int i = 0; i < size; i++) {
                floats.put(i, HALVES[halves.get(i) & 0xffff]);
            }
        } else if (weight.dtype() == DType.BF16) {
            ShortBuffer halves = in.asShortBuffer();
            for (int i = 0; i < size; i++) {
                floats.put(i, Float.intBitsToFloat(halves.get(i) << 16));
            }
        } else {
            for (int i = 0; i < size; i++) {
                floats.put(i, WeightData.number(in, i, weight.dtype()));
            }
        }
        return out;
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

    static Pointer address(ByteBuffer buffer) {
        return new BytePointer(buffer);
    }
}
