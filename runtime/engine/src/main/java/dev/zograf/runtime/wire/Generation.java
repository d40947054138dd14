package dev.zograf.runtime.wire;

import dev.zograf.runtime.graph.WorkflowGraph;
import dev.zograf.runtime.node.LiveChoices;
import dev.zograf.runtime.node.NodeRegistry;
import dev.zograf.runtime.node.PluginNodes;
import dev.zograf.runtime.plugin.PluginFailure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;

/** What an engine's plugins are between two changes of them. A run keeps the one that it started with. */
public final class Generation {

    private final List<PluginNodes> plugins;
    private final List<PluginFailure> found;
    private final NodeRegistry registry;
    private final Map<Object, WorkflowGraph> graphs = new WeakHashMap<>();

    /** How many runs use it; guarded by the host. */
    int runs;

    Generation(List<PluginNodes> plugins, List<PluginFailure> found, LiveChoices live) {
        this.plugins = List.copyOf(plugins);
        this.found = List.copyOf(found);
        this.registry = NodeRegistry.of(plugins, found, live);
    }

    List<PluginNodes> plugins() {
        return plugins;
    }

    /** What was left out before anything was loaded. */
    List<PluginFailure> found() {
        return found;
    }

    /** The node types. */
    public NodeRegistry registry() {
        return registry;
    }

    /** What was checked before with these node types. Kept here, so that nobody keeps classes of plugins that are gone. */
    public synchronized Optional<WorkflowGraph> graph(Object workflow) {
        return Optional.ofNullable(graphs.get(workflow));
    }

    /**
     * Remembers what was checked.
     *
     * @param workflow an object with an identity of its own; it is not kept
     */
    public synchronized void remember(Object workflow, WorkflowGraph graph) {
        graphs.put(workflow, graph);
    }
}
