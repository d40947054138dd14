package dev.zograf.server.v1;

import dev.zograf.Workflow;
import dev.zograf.server.http.HttpFailure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Workflows as JSON has them: how large they may be, and what they say of themselves. */
final class Workflows {

    private static final int MOST_NODES = 5000;

    private Workflows() {}

    /** Refuses a workflow of more nodes than are taken. */
    static void limit(Map<?, ?> workflow) {
        if (workflow.get("nodes") instanceof Map<?, ?> nodes && nodes.size() > MOST_NODES) {
            throw HttpFailure.of(
                    422,
                    "too-many-nodes",
                    "The workflow has " + nodes.size() + " nodes, more than the " + MOST_NODES + " that are taken.");
        }
    }

    static Map<String, Object> describe(Workflow workflow) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("title", workflow.title());
        out.put("description", workflow.description());
        out.put("inputs", workflow.inputs().stream().map(Workflows::describe).toList());
        out.put(
                "outputs",
                workflow.outputs().stream()
                        .map(output -> Map.of("name", output.name(), "type", output.type()))
                        .toList());
        return out;
    }

    static Map<String, Object> describe(Workflow.Input input) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("name", input.name());
        entry.put("type", input.type());
        entry.put("doc", input.doc());
        input.value().filter(Workflows::isPlain).ifPresent(value -> entry.put("value", value));
        if (!Double.isInfinite(input.min())) {
            entry.put("min", input.min());
        }
        if (!Double.isInfinite(input.max())) {
            entry.put("max", input.max());
        }
        if (!input.choices().isEmpty()) {
            entry.put("choices", input.choices());
        }
        return entry;
    }

    private static boolean isPlain(Object value) {
        return value instanceof String
                || value instanceof Number
                || value instanceof Boolean
                || (value instanceof List<?> list && list.stream().allMatch(Workflows::isPlain));
    }
}
