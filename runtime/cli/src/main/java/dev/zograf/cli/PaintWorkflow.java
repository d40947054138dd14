package dev.zograf.cli;

import dev.zograf.runtime.json.JsonText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The workflow behind {@code zograf paint}: {@code paint.json} without the inputs that the user left open, so that the nodes' own defaults
 * hold, and without the upscaler if none is wanted.
 */
final class PaintWorkflow {

    private PaintWorkflow() {}

    /**
     * The workflow as JSON.
     *
     * @param given the inputs of {@code paint.json} that have a value
     */
    static String forInputs(Set<String> given) {
        Map<String, Object> workflow = template();
        Map<String, Object> inputs = object(workflow, "inputs");
        Map<String, Object> nodes = object(workflow, "nodes");
        inputs.keySet().retainAll(given);
        if (!given.contains("negative")) {
            nodes.remove("negative");
            object(object(nodes, "sample"), "in").remove("negative");
        }
        if (!given.contains("upscaler")) {
            nodes.remove("upscaler");
            nodes.remove("upscale");
            Map<String, Object> decoded = Map.of("from", "decode.image");
            object(object(nodes, "save"), "in").put("image", decoded);
            object(workflow, "outputs").put("image", decoded);
        }
        for (String id : nodes.keySet()) {
            object(object(nodes, id), "in").values().removeIf(value -> isLeftOpen(value, given));
        }
        return JsonText.write(workflow);
    }

    private static boolean isLeftOpen(Object value, Set<String> given) {
        return value instanceof Map<?, ?> link
                && link.get("from") instanceof String from
                && from.startsWith("inputs.")
                && !given.contains(from.substring("inputs.".length()));
    }

    private static Map<String, Object> template() {
        return copy(JsonText.parse(Resource.text("paint.json")).orElseThrow());
    }

    /** A copy that can be edited all the way down. */
    private static Map<String, Object> copy(Object object) {
        Map<String, Object> out = new LinkedHashMap<>();
        ((Map<?, ?>) object)
                .forEach((key, value) -> out.put(String.valueOf(key), value instanceof Map ? copy(value) : value));
        return out;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Map<String, Object> parent, String name) {
        return (Map<String, Object>) Objects.requireNonNull(parent.get(name));
    }
}
