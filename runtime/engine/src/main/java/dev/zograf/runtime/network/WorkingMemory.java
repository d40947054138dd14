package dev.zograf.runtime.network;

import dev.zograf.tensor.Dim;
import dev.zograf.tensor.Op;
import dev.zograf.tensor.Shape;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How much memory a network needs beside its weights, by its graph alone: each value lives from the operator that makes it to the last one
 * that reads it, and the greatest sum of what lives at one time is the answer. Reshaped values are the same memory; an operator that works
 * number by number writes over an input that nobody reads any more.
 */
public final class WorkingMemory {

    private static final Set<Op> LEAVES = EnumSet.of(Op.WEIGHT, Op.CONSTANT);

    /** Far more than there is, and far from overflowing. */
    private static final double MOST = 1L << 54;

    private static final double ARENA = 1.3;

    private static final Set<Op> IN_PLACE = EnumSet.of(
            Op.ADD, Op.SUBTRACT, Op.MULTIPLY, Op.DIVIDE, Op.EXP, Op.SQRT, Op.TANH, Op.SIGMOID, Op.RELU, Op.CLAMP);

    /** Operators that copy their input into another layout, or in parts, on the way. */
    private static final Set<Op> COPYING = EnumSet.of(Op.GROUP_NORM, Op.ATTENTION);

    /**
     * An operator.
     *
     * @param cast bytes of its kernel as floats, if that is stored otherwise
     * @param ends the nodes whose values nobody reads after it
     */
    private record Step(Op op, int id, Shape shape, int bytes, long cast, List<Integer> ends) {}

    private final List<Step> steps = new ArrayList<>();
    private final Map<String, Shape> inputs = new LinkedHashMap<>();
    private final Map<String, Shape> outputs = new LinkedHashMap<>();

    private WorkingMemory() {}

    /** Of a graph without problems. */
    public static WorkingMemory of(TensorGraph graph) {
        WorkingMemory made = new WorkingMemory();
        graph.inputs().forEach((name, tensor) -> made.inputs.put(name, tensor.shape()));
        graph.outputs().forEach((name, tensor) -> made.outputs.put(name, tensor.shape()));
        made.walk(graph);
        return made;
    }

    private void walk(TensorGraph graph) {
        List<Tensor> nodes = graph.nodes();
        List<Tensor> needed = graph.needed();
        Set<Tensor> kernels = CastKernels.of(needed);
        int[] last = new int[nodes.size()];
        int[] buffer = new int[nodes.size()];
        for (Tensor tensor : needed) {
            int id = tensor.id();
            buffer[id] = id;
            if (LEAVES.contains(tensor.op())) {
                continue;
            }
            if (tensor.op() == Op.RESHAPE) {
                buffer[id] = buffer[tensor.inputs().get(0).id()];
            }
            tensor.inputs().forEach(input -> last[buffer[input.id()]] = id);
        }
        graph.outputs().values().forEach(tensor -> last[buffer[tensor.id()]] = nodes.size());
        for (Tensor tensor : needed) {
            int id = tensor.id();
            if (LEAVES.contains(tensor.op()) || tensor.op() == Op.RESHAPE) {
                continue;
            }
            List<Integer> ends = tensor.inputs().stream()
                    .map(input -> buffer[input.id()])
                    .distinct()
                    // The caller holds inputs during the whole run.
                    .filter(each -> last[each] == id && !nodes.get(each).op().isLeaf())
                    .toList();
            long cast = tensor.inputs().stream()
                    .filter(kernels::contains)
                    .mapToLong(CastKernels::cast)
                    .sum();
            steps.add(new Step(
                    tensor.op(), id, tensor.shape(), Math.max(1, tensor.dtype().bytes()), cast, ends));
        }
    }

    /**
     * About how many bytes a run takes beside the weights.
     *
     * @param shapes of all inputs
     * @throws IllegalArgumentException if a size does not follow from them
     */
    public long bytes(Map<String, int[]> shapes) {
        Map<String, Long> sizes = bound(shapes);
        Map<Integer, Long> live = new HashMap<>();
        long now = 0;
        long most = 0;
        for (Step step : steps) {
            long size = size(step.shape, sizes) * step.bytes;
            long ending = step.ends.stream()
                    .mapToLong(end -> live.getOrDefault(end, 0L))
                    .sum();
            boolean over = IN_PLACE.contains(step.op)
                    && step.ends.stream().anyMatch(end -> live.getOrDefault(end, 0L) == size);
            long copy = COPYING.contains(step.op) ? size : 0;
            most = Math.max(most, now + (over ? 0 : size) + copy + step.cast);
            live.put(step.id, size);
            step.ends.forEach(live::remove);
            now += size - ending;
        }
        return most;
    }

    /**
     * As {@link #bytes}, in the memory that ONNX Runtime's arena takes from the system for it. It takes ever larger regions, and what is free in
     * the smaller ones is of no use to a large value. The share is what was measured of decoders and U-Nets of Stable Diffusion at 256 to
     * 768 pixels.
     */
    public long bytesInArena(Map<String, int[]> shapes) {
        return Math.round(ARENA * bytes(shapes));
    }

    /** The shapes of the outputs. */
    Map<String, int[]> outputs(Map<String, int[]> shapes) {
        Map<String, Long> sizes = bound(shapes);
        Map<String, int[]> out = new LinkedHashMap<>();
        outputs.forEach((name, shape) -> out.put(
                name,
                shape.dims().stream()
                        .mapToInt(dim -> Math.toIntExact(size(dim, sizes)))
                        .toArray()));
        return out;
    }

    private Map<String, Long> bound(Map<String, int[]> shapes) {
        Map<String, Long> sizes = new HashMap<>();
        inputs.forEach((name, shape) -> {
            int[] given = shapes.get(name);
            if (given == null || given.length != shape.rank()) {
                throw new IllegalArgumentException("The input " + name + " is " + shape + ", not "
                        + (given == null ? "there" : Arrays.toString(given)) + ".");
            }
            for (int i = 0; i < given.length; i++) {
                Dim dim = shape.dim(i);
                if (dim.symbols().size() == 1) {
                    sizes.put(dim.symbols().get(0), given[i] / dim.factor());
                }
            }
        });
        return sizes;
    }

    private static long size(Shape shape, Map<String, Long> sizes) {
        double size = 1;
        for (Dim dim : shape.dims()) {
            size *= size(dim, sizes);
        }
        return (long) Math.min(size, MOST);
    }

    private static long size(Dim dim, Map<String, Long> sizes) {
        long size = dim.factor();
        for (String symbol : dim.symbols()) {
            size *= SizeFormula.value(symbol, sizes);
        }
        return size;
    }
}
