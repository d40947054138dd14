package dev.zograf.runtime.comfy;

import dev.zograf.runtime.json.Value;
import dev.zograf.runtime.json.WorkflowFile;
import dev.zograf.runtime.json.WorkflowFile.InputEntry;
import dev.zograf.runtime.json.WorkflowFile.NodeEntry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The part of a workflow that its outputs need: the nodes from which links lead to them, and the inputs that those are given. */
final class Needed {

    private Needed() {}

    /** The same workflow without anything else; one that has no outputs is left as it is. */
    static WorkflowFile of(WorkflowFile file) {
        if (file.outputs().isEmpty()) {
            return file;
        }
        Set<String> sources = new HashSet<>();
        Set<String> asked = new HashSet<>();
        Deque<Value.Reference> open = new ArrayDeque<>();
        file.outputs().values().forEach(output -> open.add(output.from()));
        while (!open.isEmpty()) {
            Value.Reference reference = open.remove();
            if (reference.isInput()) {
                asked.add(reference.port());
                continue;
            }
            NodeEntry node = file.nodes().get(reference.source());
            if (sources.add(reference.source()) && node != null) {
                node.in()
                        .values()
                        .forEach(value -> value.forEach(single -> {
                            if (single instanceof Value.Reference link) {
                                open.add(link);
                            }
                        }));
            }
        }
        Map<String, NodeEntry> nodes = new LinkedHashMap<>(file.nodes());
        nodes.keySet().retainAll(sources);
        Map<String, InputEntry> inputs = new LinkedHashMap<>(file.inputs());
        inputs.keySet().retainAll(asked);
        return file.withInputs(inputs).withNodes(nodes, file.outputs());
    }
}
