package dev.zograf.runtime.ort;

import dev.zograf.tensor.DType;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightSource;
import dev.zograf.tensor.WeightStorage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** Weights in memory for tests. */
final class MemoryWeights implements WeightSource {

    private final NavigableMap<String, Weight> tensors = new TreeMap<>();

    MemoryWeights random(Random random, String name, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocateDirect((int) size(shape) * 4).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            bytes.putFloat((float) random.nextGaussian());
        }
        return put(name, DType.F32, bytes.flip(), shape);
    }

    MemoryWeights put(String name, DType dtype, ByteBuffer bytes, long... shape) {
        tensors.put(
                name,
                Weight.of(
                        name,
                        dtype,
                        shape,
                        new WeightStorage.InMemory(() -> bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN))));
        return this;
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
