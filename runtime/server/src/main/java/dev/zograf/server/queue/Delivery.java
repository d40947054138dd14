package dev.zograf.server.queue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What becomes of the pictures of an output of a workflow.
 *
 * @param output its name
 * @param node what the client knows as their source
 * @param prefix of the names of their files, folders before it
 * @param area {@code output} or {@code temp}
 */
public record Delivery(String output, String node, String prefix, String area) {

    /** As JSON has it. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("output", output);
        map.put("node", node);
        map.put("prefix", prefix);
        map.put("area", area);
        return map;
    }

    /** Those of a request's field. */
    public static List<Delivery> of(Object field) {
        List<Delivery> all = new ArrayList<>();
        if (field instanceof List<?> list) {
            for (Object entry : list) {
                if (entry instanceof Map<?, ?> map) {
                    all.add(new Delivery(
                            String.valueOf(map.get("output")),
                            String.valueOf(map.get("node")),
                            String.valueOf(map.get("prefix")),
                            String.valueOf(map.get("area"))));
                }
            }
        }
        return all;
    }
}
