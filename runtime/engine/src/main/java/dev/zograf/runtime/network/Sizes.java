package dev.zograf.runtime.network;

import dev.zograf.tensor.Dim;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Sizes that are known only when a network runs: a part of a network reads each off a value that has it. Where none that it works with
 * does, it is given an earlier one for that alone.
 */
final class Sizes {

    private final TensorGraph graph;
    private final List<Tensor> steps;
    private final Map<Integer, Integer> place;

    /** @param place where each tensor is among the steps, by id */
    Sizes(TensorGraph graph, List<Tensor> steps, Map<Integer, Integer> place) {
        this.graph = graph;
        this.steps = steps;
        this.place = place;
    }

    /** Adds to what the steps of a part are given what they need for sizes. */
    void complete(Set<Tensor> given, int start, int end) {
        Set<Dim> there = new HashSet<>();
        graph.inputs().values().forEach(tensor -> there.addAll(tensor.shape().dims()));
        given.forEach(tensor -> there.addAll(tensor.shape().dims()));
        for (Tensor step : steps.subList(start, end)) {
            for (Dim dim : step.shape().dims()) {
                if (!dim.isFixed() && there.add(dim) && !follows(dim, there)) {
                    steps.subList(0, start).stream()
                            .filter(earlier -> earlier.shape().dims().contains(dim))
                            .findFirst()
                            .ifPresent(given::add);
                }
            }
        }
    }

    /** Whether a size is a product of others. */
    private static boolean follows(Dim dim, Set<Dim> there) {
        return (dim.symbols().size() > 1 || dim.factor() != 1)
                && dim.symbols().stream().allMatch(symbol -> there.contains(Dim.symbol(symbol)));
    }
}
