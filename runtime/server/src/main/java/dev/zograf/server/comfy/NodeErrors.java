package dev.zograf.server.comfy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is wrong with the nodes of a prompt, as {@code node_errors} has it. */
final class NodeErrors {

    private record Entry(String classType, List<Map<String, Object>> errors, Set<String> outputs) {}

    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /** Adds an error of an input of a node. */
    void add(
            String node,
            String classType,
            String type,
            String message,
            String details,
            String input,
            Map<String, ? extends @Nullable Object> more) {
        Map<String, @Nullable Object> extra = new LinkedHashMap<>();
        if (!input.isEmpty()) {
            extra.put("input_name", input);
        }
        extra.putAll(more);
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("type", type);
        error.put("message", message);
        error.put("details", details);
        error.put("extra_info", extra);
        Entry entry =
                entries.computeIfAbsent(node, id -> new Entry(classType, new ArrayList<>(), new LinkedHashSet<>()));
        if (!entry.errors().contains(error)) {
            entry.errors().add(error);
        }
    }

    boolean has(String node) {
        return entries.containsKey(node);
    }

    /** Says that an output cannot be had because of a node. */
    void blocks(String node, String output) {
        Entry entry = entries.get(node);
        if (entry != null) {
            entry.outputs().add(output);
        }
    }

    Map<String, Object> toMap() {
        Map<String, Object> out = new LinkedHashMap<>();
        entries.forEach((node, entry) -> {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("errors", entry.errors());
            map.put("dependent_outputs", List.copyOf(entry.outputs()));
            map.put("class_type", entry.classType());
            out.put(node, map);
        });
        return out;
    }
}
