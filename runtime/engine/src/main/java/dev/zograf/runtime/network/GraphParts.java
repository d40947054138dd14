package dev.zograf.runtime.network;

import dev.zograf.tensor.Op;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weight;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * Cuts a graph into parts that are computed one after another, so that only the weights of one of them have to be loaded at a time. It is
 * cut where few values have to be kept for later parts, and never between operators that an engine computes as one: then the parts give
 * the numbers of the whole, to the bit.
 */
public final class GraphParts {

    /** Below that much of all weights the loading of parts would take longer than anything else. */
    private static final int MOST_PARTS = 16;

    /** A part is at least that much of what it might be, so that a better place does not make it tiny. */
    private static final double FULL = 0.5;

    /** What engines compute together with whatever stands before it. */
    private static final Set<Op> JOINED = joined();

    /** Whose result engines add to something at once. */
    private static final Set<Op> ADDED = EnumSet.of(Op.CONV, Op.LINEAR, Op.MATMUL, Op.MULTIPLY);

    /**
     * A part.
     *
     * @param given values that earlier parts made
     * @param nodes what it makes and the weights and constants that it needs, in an order in which inputs come first
     * @param kept of these what later parts need
     * @param bytes of its weights
     */
    public record Part(List<Tensor> given, List<Tensor> nodes, List<Tensor> kept, long bytes) {}

    private static Set<Op> joined() {
        Set<Op> all = Op.elementwise();
        // A sum is joined to some of what stands before it only.
        all.remove(Op.ADD);
        all.addAll(EnumSet.of(Op.SOFTMAX, Op.MATMUL, Op.SLICE));
        return all;
    }

    private final TensorGraph graph;
    private final ToLongFunction<Weight> size;
    private final List<Tensor> steps = new ArrayList<>();
    private final Map<Integer, Integer> place = new HashMap<>();

    private GraphParts(TensorGraph graph, ToLongFunction<Weight> size) {
        this.graph = graph;
        this.size = size;
        for (Tensor tensor : graph.needed()) {
            if (!tensor.op().isLeaf()) {
                place.put(tensor.id(), steps.size());
                steps.add(tensor);
            }
        }
    }

    /**
     * The least bytes that a part must be allowed.
     *
     * @param size how many bytes a weight takes
     */
    public static long least(TensorGraph graph, ToLongFunction<Weight> size) {
        return new GraphParts(graph, size).least();
    }

    /**
     * Parts with at most so many bytes of weights each; empty if that is less than {@link #least}.
     *
     * @param size how many bytes a weight takes
     */
    public static Optional<List<Part>> of(TensorGraph graph, long most, ToLongFunction<Weight> size) {
        GraphParts parts = new GraphParts(graph, size);
        return most < parts.least() ? Optional.empty() : Optional.of(parts.parts(parts.ends(most)));
    }

    private long least() {
        long largest = 0;
        for (int i = 0; i < steps.size(); i++) {
            largest = Math.max(largest, bytes(i, i + 1));
        }
        return Math.max(largest, bytes(0, steps.size()) / MOST_PARTS);
    }

    private long bytes(int from, int to) {
        Set<Tensor> weights = new LinkedHashSet<>();
        steps.subList(from, to).forEach(step -> addWeights(step, weights));
        return weights.stream().mapToLong(this::bytes).sum();
    }

    private static void addWeights(Tensor step, Set<Tensor> weights) {
        step.inputs().stream().filter(input -> input.op() == Op.WEIGHT).forEach(weights::add);
    }

    private long bytes(Tensor weight) {
        return size.applyAsLong(weight.attribute("weight", Weight.class));
    }

    /** Where parts end, in order; the last is the end of all. */
    private List<Integer> ends(long most) {
        int[] crossing = new int[steps.size() + 2];
        boolean[] torn = new boolean[steps.size() + 1];
        for (int reader = 0; reader < steps.size(); reader++) {
            for (Tensor input : steps.get(reader).inputs()) {
                Integer maker = place.get(input.id());
                if (maker != null && isJoined(input, steps.get(reader))) {
                    Arrays.fill(torn, maker + 1, reader + 1, true);
                }
            }
        }
        lastReaders().forEach((maker, reader) -> {
            crossing[maker + 1]++;
            crossing[reader + 1]--;
        });
        for (int i = 1; i < crossing.length; i++) {
            crossing[i] += crossing[i - 1];
        }
        List<Integer> ends = new ArrayList<>();
        for (int start = 0; start < steps.size(); start = ends.get(ends.size() - 1)) {
            ends.add(end(start, most, crossing, torn));
        }
        return ends;
    }

    private static boolean isJoined(Tensor maker, Tensor reader) {
        return JOINED.contains(reader.op())
                || reader.op() == Op.LAYER_NORM && maker.op() == Op.ADD
                || reader.op() == Op.ADD && ADDED.contains(maker.op());
    }

    /** The last step that reads each step's value. */
    private Map<Integer, Integer> lastReaders() {
        Map<Integer, Integer> last = new HashMap<>();
        for (int reader = 0; reader < steps.size(); reader++) {
            for (Tensor input : steps.get(reader).inputs()) {
                Integer maker = place.get(input.id());
                if (maker != null) {
                    last.put(maker, reader);
                }
            }
        }
        return last;
    }

    private int end(int start, long most, int[] crossing, boolean[] torn) {
        Set<Tensor> weights = new LinkedHashSet<>();
        long[] taken = new long[steps.size() + 1];
        long bytes = 0;
        int end = start;
        while (end < steps.size() && bytes <= most) {
            Set<Tensor> own = new LinkedHashSet<>();
            addWeights(steps.get(end), own);
            own.removeAll(weights);
            weights.addAll(own);
            bytes += own.stream().mapToLong(this::bytes).sum();
            if (bytes <= most) {
                taken[++end] = bytes;
            }
        }
        if (end == steps.size()) {
            return end;
        }
        int best = best(start, end, taken, crossing, torn, true);
        return best > start ? best : best(start, end, taken, crossing, torn, false);
    }

    /** The place with the fewest values to keep, the last of equal ones; the start if there is none. */
    private static int best(int start, int end, long[] taken, int[] crossing, boolean[] torn, boolean whole) {
        int best = start;
        for (int at = end; at > start; at--) {
            boolean full = taken[at] >= FULL * taken[end];
            boolean better = best == start || full && crossing[at] < crossing[best];
            if (better && !(whole && torn[at])) {
                best = at;
            }
        }
        return best;
    }

    private List<Part> parts(List<Integer> ends) {
        List<Set<Tensor>> given = new ArrayList<>();
        int start = 0;
        for (int end : ends) {
            Set<Tensor> needs = new LinkedHashSet<>();
            for (Tensor step : steps.subList(start, end)) {
                for (Tensor input : step.inputs()) {
                    if (place.containsKey(input.id()) && place.get(input.id()) < start) {
                        needs.add(input);
                    }
                }
            }
            new Sizes(graph, steps, place).complete(needs, start, end);
            given.add(needs);
            start = end;
        }
        List<Part> parts = new ArrayList<>();
        start = 0;
        for (int i = 0; i < ends.size(); i++) {
            List<Tensor> made = steps.subList(start, ends.get(i));
            Set<Tensor> later = new LinkedHashSet<>();
            given.subList(i + 1, given.size()).forEach(later::addAll);
            List<Tensor> kept = made.stream().filter(later::contains).toList();
            boolean last = i == ends.size() - 1;
            parts.add(new Part(List.copyOf(given.get(i)), withLeaves(made, last), kept, bytes(start, ends.get(i))));
            start = ends.get(i);
        }
        return parts;
    }

    private List<Tensor> withLeaves(List<Tensor> made, boolean last) {
        Map<Integer, Tensor> all = new TreeMap<>();
        for (Tensor step : made) {
            all.put(step.id(), step);
            step.inputs().stream().filter(input -> input.op().isLeaf()).forEach(leaf -> all.put(leaf.id(), leaf));
        }
        if (last) {
            graph.outputs().values().stream()
                    .filter(output -> output.op().isLeaf())
                    .forEach(leaf -> all.put(leaf.id(), leaf));
        }
        return List.copyOf(all.values());
    }
}
