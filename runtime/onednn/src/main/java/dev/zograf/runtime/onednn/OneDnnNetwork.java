package dev.zograf.runtime.onednn;

import dev.zograf.api.Cancellation;
import dev.zograf.api.model.Precision;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.runtime.network.LoadedNetwork;
import dev.zograf.runtime.network.NetworkException;
import dev.zograf.runtime.network.PreparedNetwork;
import dev.zograf.runtime.network.WorkingMemory;
import dev.zograf.tensor.Op;
import dev.zograf.tensor.TensorGraph;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A network in memory: its packed weights, and runners over them, as many as run at once. */
final class OneDnnNetwork implements LoadedNetwork {

    /**
     * Who works with less than that is computed by one thread: each of its primitives is done before a second thread has woken up. It goes by the sizes
     * alone, because the number of threads changes the last bits.
     */
    private static final long SMALL = 4L << 20;

    private final Prepared made;
    private final Fusion fusion;
    private final WorkingMemory working;
    private final PackedWeights weights = new PackedWeights();
    private final List<Runner> all = new ArrayList<>();
    private final Deque<Runner> idle = new ArrayDeque<>();

    /**
     * What is known before anything native is loaded.
     *
     * @param threads how many compute a large network together
     */
    record Prepared(String name, TensorGraph graph, Precision precision, int threads) implements PreparedNetwork {

        @Override
        public long bytes() {
            int each = precision == Precision.INT8 ? 1 : Kind.BF16.bytes();
            return graph.needed().stream()
                    .filter(tensor -> tensor.op() == Op.WEIGHT && tensor.shape().isFixed())
                    .mapToLong(tensor -> tensor.shape().size().fixed() * each)
                    .sum();
        }

        @Override
        public long runsAtOnceBelow() {
            return SMALL;
        }

        @Override
        public LoadedNetwork load() {
            return new OneDnnNetwork(this);
        }
    }

    private OneDnnNetwork(Prepared made) {
        this.made = made;
        this.fusion = new Fusion(made.graph);
        this.working = WorkingMemory.of(made.graph);
    }

    @Override
    public Map<String, FloatTensor> run(
            Map<String, ? extends HostTensor> inputs, Set<String> outputs, boolean again, Cancellation cancellation) {
        Map<String, int[]> shapes = new HashMap<>();
        Map<String, String> key = new TreeMap<>();
        inputs.forEach((input, tensor) -> {
            shapes.put(input, tensor.shape());
            key.put(input, Arrays.toString(tensor.shape()));
        });
        Runner runner = take();
        try {
            return runner.with(key.toString(), threads(shapes), () -> plan(shapes), plan -> {
                Map<String, FloatTensor> out = plan.run(inputs, outputs, cancellation);
                if (!again) {
                    plan.release();
                }
                return out;
            });
        } catch (OutOfMemoryError e) {
            throw NetworkException.of("The network " + made.name, e);
        } finally {
            giveBack(runner);
        }
    }

    private synchronized Runner take() {
        Runner free = idle.poll();
        if (free == null) {
            free = new Runner(made.name);
            all.add(free);
        }
        return free;
    }

    /** The one that ran last is the next to run, so that a single one is enough for runs in sequence. */
    private synchronized void giveBack(Runner runner) {
        idle.push(runner);
    }

    private int threads(Map<String, int[]> shapes) {
        try {
            boolean small = working.bytes(shapes) / 2 < SMALL;
            return small ? 1 : made.threads;
        } catch (IllegalArgumentException e) {
            return made.threads;
        }
    }

    /** Weights are packed by one plan at a time. */
    private Plan plan(Map<String, int[]> shapes) {
        Map<String, long[]> sizes = new HashMap<>();
        shapes.forEach((input, shape) ->
                sizes.put(input, Arrays.stream(shape).asLongStream().toArray()));
        synchronized (weights) {
            Plan plan = Plan.of(() -> new Lowering(made.graph, fusion, made.precision, weights, sizes));
            weights.fill();
            return plan;
        }
    }

    @Override
    public synchronized void rest() {
        all.forEach(Runner::rest);
    }

    @Override
    public synchronized void close() {
        all.forEach(Runner::close);
        weights.close();
    }
}
