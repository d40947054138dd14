package dev.zograf.runtime.comfy;

import dev.zograf.runtime.json.Value;
import dev.zograf.runtime.json.WorkflowFile;
import dev.zograf.runtime.json.WorkflowFile.NodeEntry;
import dev.zograf.runtime.node.NodeSchema;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which values of a workflow of ours are lists: outputs of nodes that run for each entry of one, and those that are lists by their type. */
final class NativeLists {

    private final WorkflowFile file;
    private final Map<String, NodeSchema> schemas;

    /** Outputs that stand for lists of ComfyUI, {@code type.port}: also where the node's schema is not known. */
    private final Set<String> listed = new HashSet<>();

    NativeLists(WorkflowFile file, Map<String, NodeSchema> schemas, ComfyClasses classes) {
        this.file = file;
        this.schemas = schemas;
        for (ComfyClass type : classes.all().values()) {
            for (Mapping.Variant variant : type.mapping().variants()) {
                for (int slot = 0; slot < variant.out().size(); slot++) {
                    if (type.outputs().get(slot).isList()
                            && variant.out().get(slot) instanceof Template.From from
                            && variant.nodes().get(from.node()) != null) {
                        listed.add(variant.nodes().get(from.node()).type() + "." + from.port());
                    }
                }
            }
        }
    }

    /** Whether it is a list, or one of several that it takes together is. */
    boolean isList(Value value) {
        if (value instanceof Value.Several several) {
            return several.values().stream().anyMatch(this::isList);
        }
        if (!(value instanceof Value.Reference reference)) {
            return false;
        }
        NodeEntry source = file.nodes().get(reference.source());
        return source != null
                && (!source.each().isEmpty()
                        || listed.contains(source.type() + "." + reference.port())
                        || Optional.ofNullable(schemas.get(source.type())).stream()
                                .flatMap(schema -> schema.outputs().stream())
                                .anyMatch(port -> port.name().equals(reference.port()) && port.list()));
    }
}
