package dev.zograf.runtime.comfy;

import dev.zograf.runtime.comfy.EditorGraph.Link;
import dev.zograf.runtime.comfy.EditorGraph.Node;
import dev.zograf.runtime.comfy.EditorGraph.Port;
import dev.zograf.runtime.comfy.EditorGraph.Slot;
import dev.zograf.runtime.json.JsonTree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the editor had before it had subgraphs: nodes of a type {@code workflow>NAME}, whose inputs are those of the inner nodes that
 * nothing inside leads to, in order, and whose widgets are all of theirs.
 */
final class GroupNodes {

    private GroupNodes() {}

    /** A group as the definition of a subgraph; inner nodes have their places for ids. */
    static EditorGraph definition(String name, List<Node> members, JsonTree.Obj group) {
        Map<String, Node> nodes = new LinkedHashMap<>();
        for (int i = 0; i < members.size(); i++) {
            nodes.put(String.valueOf(i), members.get(i));
        }
        Map<String, Link> links = new LinkedHashMap<>();
        Set<String> linkedOutputs = new HashSet<>();
        Map<String, String> byTarget = new LinkedHashMap<>();
        for (List<@Nullable Object> link : rows(group, "links")) {
            if (link.size() >= 4
                    && link.get(0) instanceof Long from
                    && link.get(1) instanceof Long fromSlot
                    && link.get(2) instanceof Long to
                    && link.get(3) instanceof Long toSlot) {
                String id = "l" + links.size();
                links.put(id, new Link(from.toString(), fromSlot.intValue(), to.toString(), toSlot.intValue()));
                linkedOutputs.add(from + "." + fromSlot);
                byTarget.put(to + "." + toSlot, id);
            }
        }
        Set<String> external = new HashSet<>();
        for (List<@Nullable Object> entry : rows(group, "external")) {
            if (entry.size() >= 2 && entry.get(0) instanceof Long node && entry.get(1) instanceof Long slot) {
                external.add(node + "." + slot);
            }
        }
        List<Port> inputs = new ArrayList<>();
        List<Port> outputs = new ArrayList<>();
        Map<String, Node> linked = new LinkedHashMap<>();
        nodes.forEach((id, node) -> {
            List<Slot> slots = new ArrayList<>();
            for (int i = 0; i < node.inputs().size(); i++) {
                Slot slot = node.inputs().get(i);
                String link = byTarget.get(id + "." + i);
                if (link == null && slot.widget().isEmpty()) {
                    link = "i" + inputs.size();
                    links.put(link, new Link(EditorGraph.INPUTS, inputs.size(), id, i));
                    inputs.add(new Port(slot.name(), slot.type()));
                }
                slots.add(new Slot(slot.name(), slot.type(), Optional.ofNullable(link), slot.widget()));
            }
            for (int i = 0; i < node.outputs().size(); i++) {
                String key = id + "." + i;
                if (!linkedOutputs.contains(key) || external.contains(key)) {
                    links.put("o" + outputs.size(), new Link(id, i, EditorGraph.OUTPUTS, outputs.size()));
                    outputs.add(node.outputs().get(i));
                }
            }
            linked.put(id, node.as(id, slots));
        });
        return new EditorGraph(name, linked, links, inputs, outputs, Map.of(), true);
    }

    private static List<List<@Nullable Object>> rows(JsonTree.Obj group, String name) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        JsonTree.Member member = group.members().get(name);
        if (member != null && member.value() instanceof JsonTree.Arr array) {
            for (JsonTree entry : array.entries()) {
                if (entry instanceof JsonTree.Arr row) {
                    List<@Nullable Object> values = new ArrayList<>();
                    row.entries().forEach(value -> values.add(value.plain()));
                    rows.add(values);
                }
            }
        }
        return rows;
    }
}
