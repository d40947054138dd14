package dev.zograf;

import dev.zograf.runtime.graph.GraphChecker;
import dev.zograf.runtime.graph.WorkflowGraph;
import dev.zograf.runtime.json.WorkflowFile;
import dev.zograf.runtime.node.NodeRegistry;
import dev.zograf.runtime.wire.Generation;
import dev.zograf.runtime.wire.PluginHost;
import java.util.Optional;

/**
 * A workflow file that was checked. Checked again once the engine's plugins have changed; it keeps no class of a plugin that is gone.
 */
final class CheckedFile {

    private final WorkflowFile file;
    private final PluginHost plugins;

    CheckedFile(WorkflowGraph graph, Generation generation, PluginHost plugins) {
        this.file = graph.file();
        this.plugins = plugins;
        generation.remember(this, graph);
    }

    WorkflowFile file() {
        return file;
    }

    NodeRegistry registry() {
        return plugins.current().registry();
    }

    /** The graph over the node types that there are now. */
    WorkflowGraph graph() {
        return graph(plugins.current());
    }

    /**
     * The graph over the node types of a generation.
     *
     * @throws WorkflowException if the file does not fit them
     */
    WorkflowGraph graph(Generation generation) {
        Optional<WorkflowGraph> known = generation.graph(this);
        if (known.isPresent()) {
            return known.get();
        }
        GraphChecker.Checked checked = GraphChecker.check(file, generation.registry());
        WorkflowGraph graph = checked.graph().orElseThrow(() -> WorkflowException.invalid(checked.problems()));
        generation.remember(this, graph);
        return graph;
    }
}
