package dev.zograf.models;

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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;

/** Names and shapes without numbers; at first those that a network asks for when it is built over nothing. */
final class DeclaredWeights implements WeightSource {

    private final TreeMap<String, long[]> shapes = new TreeMap<>();

    /** What the network needs. */
    static DeclaredWeights of(NetworkDefinition network) {
        DeclaredWeights weights = new DeclaredWeights();
        TensorGraph graph = new TensorGraph();
        network.build(graph, Weights.of(weights));
        for (Tensor tensor : graph.nodes()) {
            if (tensor.op() == Op.WEIGHT) {
                long[] shape = tensor.shape().dims().stream()
                        .mapToLong(dim -> dim.fixed())
                        .toArray();
                weights.shapes.put(tensor.attribute("name", String.class), shape);
            }
        }
        return weights;
    }

    DeclaredWeights put(String name, long... shape) {
        shapes.put(name, shape);
        return this;
    }

    DeclaredWeights remove(String name) {
        shapes.remove(name);
        return this;
    }

    DeclaredWeights rename(String from, String to) {
        for (Map.Entry<String, long[]> entry : new TreeMap<>(shapes).entrySet()) {
            if (entry.getKey().startsWith(from)) {
                shapes.remove(entry.getKey());
                shapes.put(to + entry.getKey().substring(from.length()), entry.getValue());
            }
        }
        return this;
    }

    long parameters() {
        return shapes.values().stream()
                .mapToLong(shape -> Arrays.stream(shape).reduce(1, (a, b) -> a * b))
                .sum();
    }

    /** What the network says of these weights. */
    List<String> problems(NetworkDefinition network) {
        return graph(network).problems();
    }

    TensorGraph graph(NetworkDefinition network) {
        TensorGraph graph = new TensorGraph();
        network.build(graph, Weights.of(this));
        return graph;
    }

    @Override
    public Optional<Weight> find(String name) {
        return Optional.ofNullable(shapes.get(name)).map(shape -> Weight.of(name, DType.F16, shape, nothing()));
    }

    private static WeightStorage nothing() {
        return new WeightStorage.InMemory(() -> ByteBuffer.allocateDirect(0));
    }

    @Override
    public NavigableSet<String> names() {
        return shapes.navigableKeySet();
    }

    @Override
    public String file() {
        return "declared";
    }

    @Override
    public String fingerprint() {
        StringBuilder text = new StringBuilder("declared");
        shapes.forEach((name, shape) -> text.append(' ').append(name).append(Arrays.toString(shape)));
        return text.toString();
    }
}
