package dev.zograf.runtime.graph;

import dev.zograf.runtime.json.Value;
import dev.zograf.runtime.json.WorkflowFile;
import dev.zograf.runtime.node.NodeSchema;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * A checked workflow: every node has a type, every link an end, and there is no cycle.
 *
 * @param file what it was made from
 * @param schemas the type of each node by id
 * @param order the ids, each after those that it depends on; by the file's order where that leaves a choice
 */
public record WorkflowGraph(WorkflowFile file, Map<String, NodeSchema> schemas, List<String> order) {

    /** Keeps unmodifiable views. */
    public WorkflowGraph {
        schemas = Collections.unmodifiableMap(schemas);
        order = List.copyOf(order);
    }

    /** The type of a node. */
    public NodeSchema schema(String node) {
        NodeSchema schema = schemas.get(node);
        if (schema == null) {
            throw new IllegalArgumentException("There is no node " + node + ".");
        }
        return schema;
    }

    /** What the file gives for a node's inputs. */
    public Map<String, Value> in(String node) {
        WorkflowFile.NodeEntry entry = file.nodes().get(node);
        if (entry == null) {
            throw new IllegalArgumentException("There is no node " + node + ".");
        }
        return entry.in();
    }
}
