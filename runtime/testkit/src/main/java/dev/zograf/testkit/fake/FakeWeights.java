package dev.zograf.testkit.fake;

import dev.zograf.tensor.DType;
import dev.zograf.tensor.NetworkDefinition;
import dev.zograf.tensor.Op;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightSource;
import dev.zograf.tensor.WeightStorage;
import dev.zograf.tensor.Weights;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Weights in memory: small random numbers that depend on the name of the tensor alone. Immutable. */
public final class FakeWeights implements WeightSource {

    private static final double SCALE = 0.1;

    private final TreeMap<String, long[]> shapes = new TreeMap<>();
    private volatile @Nullable String fingerprint;

    private FakeWeights(Map<String, long[]> shapes) {
        this.shapes.putAll(shapes);
    }

    /** Tensors of these shapes. */
    public static FakeWeights of(Map<String, long[]> shapes) {
        return new FakeWeights(shapes);
    }

    /**
     * The tensors that a network asks for when it is built over nothing. Only for networks whose configuration alone says how large they
     * are.
     */
    public static FakeWeights of(NetworkDefinition network) {
        TensorGraph graph = new TensorGraph();
        network.build(graph, Weights.of(new FakeWeights(Map.of())));
        Map<String, long[]> shapes = new TreeMap<>();
        for (Tensor tensor : graph.nodes()) {
            if (tensor.op() == Op.WEIGHT) {
                long[] shape = tensor.shape().dims().stream()
                        .mapToLong(dim -> dim.fixed())
                        .toArray();
                shapes.put(tensor.attribute("name", String.class), shape);
            }
        }
        return new FakeWeights(shapes);
    }

    /** The same and one more tensor, or another shape of one. */
    public FakeWeights with(String name, long... shape) {
        FakeWeights more = new FakeWeights(shapes);
        more.shapes.put(name, shape.clone());
        return more;
    }

    /** The same without a tensor. */
    public FakeWeights without(String name) {
        FakeWeights fewer = new FakeWeights(shapes);
        fewer.shapes.remove(name);
        return fewer;
    }

    @Override
    public Optional<Weight> find(String name) {
        return Optional.ofNullable(shapes.get(name))
                .map(shape -> Weight.of(
                        name, DType.F32, shape, new WeightStorage.InMemory(() -> numbers(name.hashCode(), shape))));
    }

    private static ByteBuffer numbers(int seed, long[] shape) {
        Random random = new Random(seed);
        int size = Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
        ByteBuffer bytes = ByteBuffer.allocateDirect(size * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < size; i++) {
            bytes.putFloat((float) (SCALE * random.nextGaussian()));
        }
        return bytes.flip();
    }

    @Override
    public NavigableSet<String> names() {
        return shapes.navigableKeySet();
    }

    @Override
    public String file() {
        return "fake weights";
    }

    /** The same text each time: networks are looked up by it at every step, and it is long. */
    @Override
    public String fingerprint() {
        String known = fingerprint;
        if (known == null) {
            StringBuilder text = new StringBuilder("fake");
            shapes.forEach((name, shape) -> text.append(' ').append(name).append(Arrays.toString(shape)));
            known = text.toString();
            fingerprint = known;
        }
        return known;
    }
}
