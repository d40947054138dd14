package dev.zograf.runtime.ort;

import dev.zograf.tensor.DType;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightData;
import dev.zograf.tensor.WeightSource;
import dev.zograf.tensor.WeightStorage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** Weights in memory for tests, of this backend and others. */
public final class MemoryWeights implements WeightSource {

    private final NavigableMap<String, Weight> tensors = new TreeMap<>();

    /** Normally distributed. */
    public MemoryWeights random(Random random, String name, long... shape) {
        return scaled(random, name, 1, shape);
    }

    /** Normally distributed with a deviation. */
    public MemoryWeights scaled(Random random, String name, double scale, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocateDirect((int) size(shape) * 4).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            bytes.putFloat((float) (scale * random.nextGaussian()));
        }
        return put(name, DType.F32, bytes.flip(), shape);
    }

    /** Normally distributed so that a layer keeps the scale of what it is given: {@code [out, in, …]}. */
    public MemoryWeights unitGain(Random random, String name, long... shape) {
        return scaled(random, name, Math.sqrt((double) shape[0] / size(shape)), shape);
    }

    /** With these bytes, the lowest of a number first. */
    public MemoryWeights put(String name, DType dtype, ByteBuffer bytes, long... shape) {
        tensors.put(
                name,
                Weight.of(
                        name,
                        dtype,
                        shape,
                        new WeightStorage.InMemory(() -> bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN))));
        return this;
    }

    /** The same numbers as 16-bit floats. */
    public MemoryWeights inHalf() {
        MemoryWeights out = new MemoryWeights();
        tensors.forEach((name, weight) -> {
            float[] numbers = WeightData.floats(weight);
            ByteBuffer bytes = ByteBuffer.allocateDirect(numbers.length * 2).order(ByteOrder.LITTLE_ENDIAN);
            for (float number : numbers) {
                bytes.putShort(half(number));
            }
            out.put(name, DType.F16, bytes.flip(), weight.shape());
        });
        return out;
    }

    /** Towards zero, and zero where 16-bit floats have no more whole steps. */
    private static short half(float number) {
        int bits = Float.floatToIntBits(number);
        int exponent = (bits >>> 23 & 0xff) - 127 + 15;
        int sign = bits >>> 16 & 0x8000;
        return (short) (exponent <= 0 ? sign : sign | exponent << 10 | bits >>> 13 & 0x3ff);
    }

    private static long size(long... shape) {
        long size = 1;
        for (long dim : shape) {
            size *= dim;
        }
        return size;
    }

    @Override
    public Optional<Weight> find(String name) {
        return Optional.ofNullable(tensors.get(name));
    }

    @Override
    public NavigableSet<String> names() {
        return tensors.navigableKeySet();
    }

    @Override
    public String file() {
        return "memory";
    }

    @Override
    public String fingerprint() {
        return "memory@" + System.identityHashCode(this);
    }
}
