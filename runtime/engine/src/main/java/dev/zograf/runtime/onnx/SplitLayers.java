package dev.zograf.runtime.onnx;

import dev.zograf.tensor.Op;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightStorage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Linear layers whose result is only cut along its last axis, as in gated units. Each part is written as a layer with the rows of the weights
 * that make it: the numbers are the same, and nothing is made only to be copied.
 */
final class SplitLayers {

    /** By slice. */
    private final Map<Tensor, Tensor> layers = new HashMap<>();

    private final Set<Tensor> split = new HashSet<>();

    private SplitLayers() {}

    static SplitLayers none() {
        return new SplitLayers();
    }

    /** Those among the nodes of a part of a graph. */
    static SplitLayers of(OnnxPart part) {
        Map<Tensor, List<Tensor>> readers = new HashMap<>();
        for (Tensor tensor : part.nodes()) {
            for (Tensor input : new HashSet<>(tensor.inputs())) {
                readers.computeIfAbsent(input, key -> new ArrayList<>()).add(tensor);
            }
        }
        Set<Tensor> seen = new HashSet<>(part.kept());
        seen.addAll(part.graph().outputs().values());
        SplitLayers made = new SplitLayers();
        for (Tensor tensor : part.nodes()) {
            List<Tensor> parts = readers.getOrDefault(tensor, List.of());
            if (tensor.op() == Op.LINEAR
                    && !seen.contains(tensor)
                    && tensor.inputs().stream().skip(1).allMatch(weight -> isOwn(weight, readers))
                    && areApart(tensor, parts)) {
                parts.forEach(each -> made.layers.put(each, tensor));
                made.split.add(tensor);
            }
        }
        return made;
    }

    /** In memory a weight may be the result of long work, which each part would do again. */
    private static boolean isOwn(Tensor weight, Map<Tensor, List<Tensor>> readers) {
        return weight.op() == Op.WEIGHT
                && weight.attribute("weight", Weight.class).storage() instanceof WeightStorage.InFile
                && readers.getOrDefault(weight, List.of()).size() == 1;
    }

    /** Whether the readers are slices along the last axis of which no two have anything in common. */
    private static boolean areApart(Tensor layer, List<Tensor> readers) {
        if (readers.size() < 2 || !layer.shape().isKnown()) {
            return false;
        }
        for (Tensor each : readers) {
            if (each.op() != Op.SLICE
                    || each.attribute("axis", Integer.class) != layer.shape().rank() - 1) {
                return false;
            }
        }
        int end = 0;
        List<Tensor> sorted = new ArrayList<>(readers);
        sorted.sort(Comparator.comparing(SplitLayers::from));
        for (Tensor each : sorted) {
            if (from(each) < end || to(each) == from(each)) {
                return false;
            }
            end = to(each);
        }
        return true;
    }

    static int from(Tensor slice) {
        return slice.attribute("from", Integer.class);
    }

    static int to(Tensor slice) {
        return slice.attribute("to", Integer.class);
    }

    /** Whether a layer is written in parts only. */
    boolean isSplit(Tensor layer) {
        return split.contains(layer);
    }

    /** The layer that a slice is written as a part of. */
    Optional<Tensor> layer(Tensor slice) {
        return Optional.ofNullable(layers.get(slice));
    }
}
