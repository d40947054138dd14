package dev.zograf.runtime.graph;

import dev.zograf.api.Subworkflow;
import dev.zograf.runtime.json.WorkflowFile;
import dev.zograf.runtime.node.NodeSchema;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A checked workflow as the body of a node. Its graph has no inner definitions left: nodes that stand for other workflows are written
 * out. Equal contents give equal results for equal inputs.
 */
public final class DefinedWorkflow implements Subworkflow {

    private final String name;
    private final WorkflowGraph graph;
    private final Set<String> origins;
    private @Nullable String content;

    private final boolean external;
    private final NodeSchema signature;

    DefinedWorkflow(String name, boolean external, WorkflowGraph graph, WorkflowInputs inputs) {
        this.name = name;
        this.external = external;
        this.graph = graph;
        this.origins = originsOf(graph);
        this.signature = Signature.of(name, graph, inputs, effect(), pure());
    }

    /** What the file calls it. */
    public String name() {
        return name;
    }

    /** Whether another file defines it, so that places in it are places of that file. */
    public boolean external() {
        return external;
    }

    /** Its inputs and outputs as the ports of a node. */
    public NodeSchema signature() {
        return signature;
    }

    /** What is to be planned when it is called. */
    public WorkflowGraph graph() {
        return graph;
    }

    /** Its inputs, nodes with versions and outputs as canonical text, without titles and places: what goes into keys. */
    public synchronized String content() {
        String known = content;
        if (known == null) {
            known = GraphContent.of(graph) + (origins.isEmpty() ? "" : origins);
            content = known;
        }
        return known;
    }

    /** Which versions of which plugins its node types come from, apart from the host's class path. */
    public Set<String> origins() {
        return origins;
    }

    private static Set<String> originsOf(WorkflowGraph graph) {
        Set<String> all = new TreeSet<>();
        graph.schemas().values().forEach(schema -> all.add(schema.origin()));
        graph.order().forEach(id -> graph.bodies(id).forEach(body -> all.addAll(body.origins())));
        all.remove("");
        return Collections.unmodifiableSet(all);
    }

    /** Whether a node in it acts on the outside world. */
    public boolean effect() {
        return graph.order().stream().anyMatch(graph::effect);
    }

    /** Whether equal inputs give equal results. */
    public boolean pure() {
        return graph.order().stream().allMatch(graph::pure);
    }

    /** Whether a node in it depends on more than its inputs, such as the age of a file. */
    public boolean fingerprinted() {
        return graph.schemas().values().stream().anyMatch(NodeSchema::fingerprinted)
                || graph.order().stream()
                        .flatMap(id -> graph.bodies(id).stream())
                        .anyMatch(DefinedWorkflow::fingerprinted);
    }

    @Override
    public List<String> inputs() {
        return List.copyOf(graph.file().inputs().keySet());
    }

    @Override
    public List<String> outputs() {
        return List.copyOf(graph.file().outputs().keySet());
    }

    /** The input of that name as the file declares it. */
    public WorkflowFile.InputEntry input(String input) {
        WorkflowFile.InputEntry entry = graph.file().inputs().get(input);
        if (entry == null) {
            throw new IllegalArgumentException("The workflow \"" + name + "\" has no input " + input + ".");
        }
        return entry;
    }

    @Override
    public String toString() {
        return "workflow \"" + name + "\"";
    }
}
