package dev.zograf.runtime.plan;

import dev.zograf.api.Node;
import dev.zograf.api.RunFiles;
import dev.zograf.runtime.graph.DefinedWorkflow;
import dev.zograf.runtime.graph.WorkflowGraph;
import dev.zograf.runtime.json.Value;
import dev.zograf.runtime.node.Elements;
import dev.zograf.runtime.node.Feed;
import dev.zograf.runtime.node.NodeFactory;
import dev.zograf.runtime.node.NodeSchema;
import dev.zograf.runtime.node.RecordBinder;
import dev.zograf.runtime.plugin.ContextLoader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What results depend on besides inputs: what nodes say of the files that they read, also inside of bodies. */
public final class Fingerprints {

    private final NodeFactory factory;
    private final RunFiles files;

    /** Fingerprints of nodes that look at these files. */
    public Fingerprints(NodeFactory factory, RunFiles files) {
        this.factory = factory;
        this.files = files;
    }

    /**
     * The fingerprint of a node with all that flows into it, and of its bodies.
     *
     * @throws Exception if the node fails to tell
     */
    public String of(PlannedNode node, Map<String, Feed> feeds) throws Exception {
        List<DefinedWorkflow> bodies = node.bodies();
        if (bodies.isEmpty() && !node.schema().fingerprinted()) {
            return "";
        }
        StringBuilder text =
                new StringBuilder(node.body().map(DefinedWorkflow::content).orElse(""));
        if (node.schema().fingerprinted()) {
            List<Map<String, Feed>> runs = node.each().isEmpty() ? List.of(feeds) : Elements.split(feeds, node.each());
            for (Map<String, Feed> run : runs) {
                text.append(of(node.schema(), run));
                if (!node.each().isEmpty()) {
                    text.append('\n');
                }
            }
        }
        for (DefinedWorkflow body : bodies) {
            text.append(of(body).orElseThrow(() -> new IllegalStateException("Such a node is not cacheable.")));
        }
        return text.toString();
    }

    /**
     * The fingerprints of the nodes of a body; empty if one of them depends on what the body is called with, so that it cannot be
     * told before.
     */
    Optional<String> of(DefinedWorkflow body) {
        if (!body.fingerprinted()) {
            return Optional.of("");
        }
        StringBuilder text = new StringBuilder();
        WorkflowGraph graph = body.graph();
        for (String id : graph.order()) {
            if (graph.schema(id).fingerprinted()) {
                Optional<Map<String, Feed>> feeds = literals(graph.in(id));
                if (feeds.isEmpty() || !graph.each(id).isEmpty()) {
                    return Optional.empty();
                }
                try {
                    text.append(of(graph.schema(id), feeds.get())).append('\n');
                } catch (Exception | LinkageError e) {
                    return Optional.empty(); // the run reports it
                }
            }
            for (DefinedWorkflow inner : graph.bodies(id)) {
                Optional<String> fingerprint = of(inner);
                if (fingerprint.isEmpty()) {
                    return Optional.empty();
                }
                text.append(fingerprint.get());
            }
        }
        return Optional.of(text.toString());
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // the record was made for this node
    private String of(NodeSchema schema, Map<String, Feed> feeds) throws Exception {
        try (ContextLoader context = ContextLoader.of(schema.nodeClass())) {
            return ((Node) factory.node(schema)).fingerprint(RecordBinder.bind(schema, feeds), files);
        }
    }

    private static Optional<Map<String, Feed>> literals(Map<String, Value> in) {
        Map<String, Feed> feeds = new HashMap<>();
        for (Map.Entry<String, Value> entry : in.entrySet()) {
            Optional<Feed> feed = literal(entry.getValue());
            if (feed.isEmpty()) {
                return Optional.empty();
            }
            feeds.put(entry.getKey(), feed.get());
        }
        return Optional.of(feeds);
    }

    private static Optional<Feed> literal(Value value) {
        if (value instanceof Value.Literal literal) {
            return Optional.of(new Feed.One(literal::value));
        }
        if (value instanceof Value.Several several
                && several.values().stream().allMatch(v -> v instanceof Value.Literal)) {
            List<Feed.Source> sources = new ArrayList<>();
            several.forEach(v -> sources.add(((Value.Literal) v)::value));
            return Optional.of(new Feed.Many(sources));
        }
        return Optional.empty();
    }
}
