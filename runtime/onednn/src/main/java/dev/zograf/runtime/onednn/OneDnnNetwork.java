package dev.zograf.runtime.onednn;

import dev.zograf.api.Cancellation;
import dev.zograf.api.model.Precision;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.runtime.network.LoadedNetwork;
import dev.zograf.runtime.network.NetworkException;
import dev.zograf.runtime.network.PreparedNetwork;
import dev.zograf.tensor.Op;
import dev.zograf.tensor.TensorGraph;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A network in memory: its packed weights, and plans for the sizes that came last. */
final class OneDnnNetwork implements LoadedNetwork {

    private static final int PLANS = 3;

    private final String name;
    private final TensorGraph graph;
    private final Fusion fusion;
    private final Precision precision;
    private final Worker worker;
    private final PackedWeights weights = new PackedWeights();
    private final Map<String, Plan> plans = new LinkedHashMap<>(4, 0.75f, true);

    /** What is known before anything native is loaded. */
    record Prepared(String name, TensorGraph graph, Precision precision) implements PreparedNetwork {

        @Override
        public long bytes() {
            int each = precision == Precision.INT8 ? 1 : Kind.BF16.bytes();
            return graph.nodes().stream()
                    .filter(tensor -> tensor.op() == Op.WEIGHT && tensor.shape().isFixed())
                    .mapToLong(tensor -> tensor.shape().size().fixed() * each)
                    .sum();
        }

        @Override
        public LoadedNetwork load() {
            return new OneDnnNetwork(name, graph, precision);
        }
    }

    private OneDnnNetwork(String name, TensorGraph graph, Precision precision) {
        this.name = name;
        this.graph = graph;
        this.precision = precision;
        this.fusion = new Fusion(graph);
        this.worker = new Worker(name);
    }

    @Override
    public Map<String, FloatTensor> run(
            Map<String, ? extends HostTensor> inputs, Set<String> outputs, boolean again, Cancellation cancellation) {
        try {
            return worker.call(() -> {
                Plan plan = plan(inputs);
                Map<String, FloatTensor> out = plan.run(inputs, outputs, cancellation);
                if (!again) {
                    plan.release();
                }
                return out;
            });
        } catch (OutOfMemoryError e) {
            throw NetworkException.of("The network " + name, e);
        }
    }

    private Plan plan(Map<String, ? extends HostTensor> inputs) {
        Map<String, long[]> sizes = new HashMap<>();
        Map<String, String> key = new TreeMap<>();
        inputs.forEach((input, tensor) -> {
            long[] dims = Arrays.stream(tensor.shape()).asLongStream().toArray();
            sizes.put(input, dims);
            key.put(input, Arrays.toString(dims));
        });
        Plan known = plans.get(key.toString());
        if (known != null) {
            return known;
        }
        if (plans.size() == PLANS) {
            Iterator<Plan> eldest = plans.values().iterator();
            eldest.next().close();
            eldest.remove();
        }
        Plan made = Plan.of(() -> new Lowering(graph, fusion, precision, weights, sizes));
        weights.fill();
        plans.put(key.toString(), made);
        return made;
    }

    @Override
    public void rest() {
        worker.call(() -> {
            plans.values().forEach(Plan::release);
            return true;
        });
    }

    @Override
    public void close() {
        worker.call(() -> {
            plans.values().forEach(Plan::close);
            plans.clear();
            weights.close();
            return true;
        });
        worker.close();
    }
}
