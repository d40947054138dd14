package dev.zograf.runtime.onnx;

import dev.zograf.tensor.Dim;
import dev.zograf.tensor.Shape;
import dev.zograf.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Sizes that are known only when the network runs: each is read off the first tensor that has it, or computed from its factors, once
 * a graph. Where ONNX can do without (0 copies a size, -1 infers one) nothing is computed.
 */
final class OnnxDims {

    private record Place(Tensor tensor, int axis) {}

    private final OnnxEmitter emitter;
    private final Map<Dim, Place> places = new LinkedHashMap<>();
    private final Map<Dim, String> values = new HashMap<>();

    OnnxDims(OnnxEmitter emitter) {
        this.emitter = emitter;
    }

    /** Takes note of a tensor that is there from now on. */
    void see(Tensor tensor) {
        for (int axis = 0; axis < tensor.shape().rank(); axis++) {
            places.putIfAbsent(tensor.dim(axis), new Place(tensor, axis));
        }
    }

    /** The name of a tensor with the sizes that {@code Reshape} needs to bring {@code from} to {@code to}. */
    String target(Shape from, Shape to) {
        long[] known = new long[to.rank()];
        List<Integer> open = new ArrayList<>();
        for (int i = 0; i < known.length; i++) {
            if (to.dim(i).isFixed()) {
                known[i] = to.dim(i).fixed();
            } else if (i >= from.rank() || !from.dim(i).equals(to.dim(i))) {
                open.add(i);
            }
        }
        if (!open.isEmpty()) {
            known[open.remove(open.size() - 1)] = -1;
        }
        if (open.isEmpty()) {
            return emitter.longs(known);
        }
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < known.length; i++) {
            parts.add(open.contains(i) ? value(to.dim(i)) : emitter.longs(known[i]));
        }
        return emitter.op("Concat", parts, Map.of("axis", 0));
    }

    /** The name of a tensor of one entry: the size. */
    String value(Dim dim) {
        String known = values.get(dim);
        if (known == null) {
            known = compute(dim);
            values.put(dim, known);
        }
        return known;
    }

    private String compute(Dim dim) {
        if (dim.isFixed()) {
            return emitter.longs(dim.fixed());
        }
        Place place = places.get(dim);
        if (place != null) {
            return emitter.op(
                    "Shape", List.of(emitter.sized(place.tensor)), Map.of("start", place.axis, "end", place.axis + 1));
        }
        if (dim.factor() == 1 && dim.symbols().size() == 1) {
            return emitter.op("Div", List.of(multiple(dim), emitter.longs(factor(dim))), Map.of());
        }
        String product = emitter.longs(dim.factor());
        for (String symbol : dim.symbols()) {
            product = emitter.op("Mul", List.of(product, value(Dim.symbol(symbol))), Map.of());
        }
        return product;
    }

    private String multiple(Dim dim) {
        return value(dim.times(factor(dim)));
    }

    private long factor(Dim dim) {
        return places.keySet().stream()
                .filter(each -> each.symbols().equals(dim.symbols()))
                .map(Dim::factor)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No tensor has the size " + dim + "."));
    }
}
