package dev.zograf.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Collects the nodes and outputs of a {@link BuiltGraph}. */
final class GraphBuilder implements Subworkflow.Builder {

    private static final Pattern ID = Pattern.compile("[\\p{L}\\p{N}_-]{1,200}");

    private final Map<String, BuiltGraph.BuiltNode> nodes = new LinkedHashMap<>();
    private final Map<String, Subworkflow.Link> outputs = new LinkedHashMap<>();

    @Override
    public Subworkflow.Builder node(String id, String type, Map<String, ?> inputs) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    "\"" + id + "\" is no id of a node: letters, digits, hyphens and underscores.");
        }
        Map<String, Object> in = Collections.unmodifiableMap(new LinkedHashMap<String, Object>(inputs));
        if (nodes.putIfAbsent(id, new BuiltGraph.BuiltNode(type, in)) != null) {
            throw new IllegalArgumentException("There are two nodes \"" + id + "\".");
        }
        return this;
    }

    @Override
    public Subworkflow.Builder output(String name, Subworkflow.Link from) {
        outputs.put(name, from);
        return this;
    }

    @Override
    public Subworkflow build() {
        return new BuiltGraph(
                Collections.unmodifiableMap(new LinkedHashMap<>(nodes)),
                Collections.unmodifiableMap(new LinkedHashMap<>(outputs)));
    }

    /** For messages in tests. */
    @Override
    public String toString() {
        return "graph of " + List.copyOf(nodes.keySet());
    }
}
