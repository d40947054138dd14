package dev.zograf.nodes.lora;

import dev.zograf.api.value.FloatTensor;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightData;
import dev.zograf.tensor.WeightSource;
import dev.zograf.tensor.WeightStorage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Weights with the products of low-rank branches added, {@code W + up down}, in 32-bit floats: what a network with such branches computes,
 * without them. Each tensor is computed when it is asked for.
 */
final class BranchWeights implements WeightSource {

    private static final String WEIGHT = ".weight";

    private final WeightSource base;
    private final Map<String, LowRankPatch.Factors> tensors;
    private final String fingerprint;

    /** @param layers the factors of each layer */
    BranchWeights(WeightSource base, SortedMap<String, LowRankPatch.Factors> layers) {
        this.base = base;
        Map<String, LowRankPatch.Factors> byName = new TreeMap<>();
        layers.forEach((layer, factors) -> byName.put(layer + WEIGHT, factors));
        this.tensors = byName;
        this.fingerprint = base.fingerprint() + "+branches " + digest(byName);
    }

    private static String digest(Map<String, LowRankPatch.Factors> tensors) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            tensors.forEach((name, factors) -> {
                sha.update(name.getBytes(StandardCharsets.UTF_8));
                sha.update(bytes(factors.down().toArray()));
                sha.update(bytes(factors.up().toArray()));
            });
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    private static ByteBuffer bytes(float[] numbers) {
        ByteBuffer bytes =
                ByteBuffer.allocateDirect(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(numbers);
        return bytes;
    }

    @Override
    public Optional<Weight> find(String name) {
        Optional<Weight> own = base.find(name);
        LowRankPatch.Factors factors = tensors.get(name);
        if (factors == null) {
            return own;
        }
        return own.map(weight ->
                Weight.of(name, DType.F32, weight.shape(), new WeightStorage.InMemory(() -> sum(weight, factors))));
    }

    private static ByteBuffer sum(Weight weight, LowRankPatch.Factors factors) {
        float[] numbers = WeightData.floats(weight);
        FloatTensor down = factors.down();
        FloatTensor up = factors.up();
        int rank = down.dim(0);
        int rows = up.dim(0);
        int columns = numbers.length / rows;
        for (int row = 0; row < rows; row++) {
            for (int r = 0; r < rank; r++) {
                float factor = up.at(row * rank + r);
                for (int i = 0; i < columns; i++) {
                    numbers[row * columns + i] += factor * down.at(r * columns + i);
                }
            }
        }
        return bytes(numbers);
    }

    @Override
    public NavigableSet<String> names() {
        return base.names();
    }

    @Override
    public String file() {
        return base.file();
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }
}
