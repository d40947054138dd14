package dev.zograf.runtime.exec;

import dev.zograf.runtime.plan.Plan;
import dev.zograf.runtime.plan.PlannedNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which plugins have a hand in the result of each node of a plan: its own, and those of all nodes before it. */
final class Origins {

    private Origins() {}

    static List<Set<String>> of(Plan plan) {
        List<Set<String>> all = new ArrayList<>(plan.nodes().size());
        for (PlannedNode node : plan.nodes()) {
            Set<String> origins = Set.of();
            for (int before : node.upstream()) {
                origins = union(origins, all.get(before));
            }
            for (int before : node.lazyUpstream()) {
                origins = union(origins, all.get(before));
            }
            all.add(union(origins, node.origins()));
        }
        return all;
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        if (other.isEmpty() || one.containsAll(other)) {
            return one;
        }
        if (other.containsAll(one)) {
            return other;
        }
        Set<String> both = new HashSet<>(one);
        both.addAll(other);
        return Set.copyOf(both);
    }
}
