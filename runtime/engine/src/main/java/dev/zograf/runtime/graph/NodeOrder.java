package dev.zograf.runtime.graph;

import dev.zograf.runtime.json.Value;
import dev.zograf.runtime.json.WorkflowFile;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jgrapht.Graph;
import org.jgrapht.alg.connectivity.KosarajuStrongConnectivityInspector;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.graph.builder.GraphTypeBuilder;
import org.jgrapht.traverse.NotDirectedAcyclicGraphException;
import org.jgrapht.traverse.TopologicalOrderIterator;

/** The order in which nodes can run, or the cycles that leave none. Never recursive, so that a chain may be any length. */
final class NodeOrder {

    private final Graph<String, DefaultEdge> graph = GraphTypeBuilder.<String, DefaultEdge>directed()
            .allowingSelfLoops(true)
            .allowingMultipleEdges(false)
            .edgeClass(DefaultEdge.class)
            .buildGraph();
    private final Map<String, Integer> position = new HashMap<>();

    NodeOrder(WorkflowFile file) {
        file.nodes().keySet().forEach(id -> {
            position.put(id, position.size());
            graph.addVertex(id);
        });
        file.nodes().forEach((id, node) -> node.in().values().forEach(value -> link(value, id)));
    }

    private void link(Value value, String to) {
        value.forEach(v -> {
            if (v instanceof Value.Reference reference
                    && !reference.isInput()
                    && position.containsKey(reference.source())) {
                graph.addEdge(reference.source(), to);
            }
        });
    }

    /** One cycle for each set of nodes that depend on one another, beginning with the first in the file; none if all is well. */
    List<List<String>> cycles() {
        List<List<String>> cycles = new ArrayList<>();
        for (Set<String> component : new KosarajuStrongConnectivityInspector<>(graph).stronglyConnectedSets()) {
            String first = Collections.min(component, Comparator.comparing(position::get));
            if (component.size() > 1 || graph.containsEdge(first, first)) {
                cycles.add(shortestCycle(first, component));
            }
        }
        cycles.sort(Comparator.comparing(c -> position.get(c.get(0))));
        return cycles;
    }

    /** The nodes on a shortest way from the node back to itself, breadth first. */
    private List<String> shortestCycle(String start, Set<String> within) {
        Map<String, String> cameFrom = new LinkedHashMap<>();
        Deque<String> open = new ArrayDeque<>(List.of(start));
        while (!open.isEmpty()) {
            String at = open.remove();
            for (DefaultEdge edge : graph.outgoingEdgesOf(at)) {
                String next = graph.getEdgeTarget(edge);
                if (next.equals(start)) {
                    List<String> cycle = new ArrayList<>();
                    for (String node = at; node != null && !node.equals(start); node = cameFrom.get(node)) {
                        cycle.add(node);
                    }
                    cycle.add(start);
                    Collections.reverse(cycle);
                    return cycle;
                }
                if (within.contains(next) && cameFrom.putIfAbsent(next, at) == null) {
                    open.add(next);
                }
            }
        }
        throw new IllegalStateException("A strongly connected set has a cycle.");
    }

    /** The nodes, each after those that it depends on; empty if there are {@link #cycles}. */
    Optional<List<String>> order() {
        List<String> order = new ArrayList<>(position.size());
        try {
            new TopologicalOrderIterator<>(graph, Comparator.comparing((String id) -> position.get(id)))
                    .forEachRemaining(order::add);
        } catch (NotDirectedAcyclicGraphException e) {
            return Optional.empty();
        }
        return Optional.of(order);
    }
}
