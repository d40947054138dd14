package dev.zograf.server.comfy;

import dev.zograf.server.queue.Delivery;
import dev.zograf.server.store.Job;
import dev.zograf.server.store.JobState;
import dev.zograf.server.store.Jobs;
import dev.zograf.server.store.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A job in ComfyUI's words: its prompt's node ids for ours, its messages, its history. */
final class JobStory {

    /** What nodes show that have no file. */
    static final String TEXT = "text";

    private static final String WEBSOCKET = "SaveImageWebsocket";

    private final Job job;
    private final Map<String, Object> request;
    private final Map<String, String> origins = new LinkedHashMap<>();

    JobStory(Job job) {
        this.job = job;
        this.request = job.requestFields();
        if (request.get("nodes") instanceof Map<?, ?> nodes) {
            nodes.forEach((id, ours) -> {
                if (ours instanceof List<?> list) {
                    list.forEach(our -> origins.put(String.valueOf(our), String.valueOf(id)));
                }
            });
        }
    }

    Job job() {
        return job;
    }

    /** The node of the prompt that one of ours stands for; ours if it stands for none. */
    String origin(String node) {
        return origins.getOrDefault(node, node);
    }

    /** The nodes of the prompt of ours, each once. */
    List<String> origins(@Nullable Object nodes) {
        Set<String> out = new LinkedHashSet<>();
        if (nodes instanceof List<?> list) {
            list.forEach(node -> out.add(origin(String.valueOf(node))));
        }
        return List.copyOf(out);
    }

    String classType(String node) {
        return request.get("prompt") instanceof Map<?, ?> prompt && prompt.get(node) instanceof Map<?, ?> map
                ? String.valueOf(map.get("class_type"))
                : "";
    }

    /** Whether a node's pictures go through the WebSocket instead of into a file. */
    boolean isStreamed(String node) {
        return classType(node).equals(WEBSOCKET);
    }

    /** How the prompt asks for previews: {@code auto}, {@code none} …; empty if it says nothing. */
    String previewMethod() {
        return request.get("extra_data") instanceof Map<?, ?> extra
                        && extra.get("preview_method") instanceof String method
                ? method
                : "";
    }

    List<String> targets() {
        return request.get("targets") instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : Delivery.of(request.getOrDefault("results", List.of())).stream()
                        .map(Delivery::node)
                        .distinct()
                        .toList();
    }

    /** {@code [number, id, prompt, extra_data, outputs]}. */
    List<Object> entry() {
        List<Object> entry = new ArrayList<>();
        entry.add(number(job.number()));
        entry.add(job.id());
        entry.add(request.getOrDefault("prompt", Map.of()));
        entry.add(request.getOrDefault("extra_data", Map.of()));
        entry.add(targets());
        return entry;
    }

    static Object number(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15 ? (Object) (long) number : (Object) number;
    }

    /** What the nodes show, by node: {@code {"images": […]}}, {@code {"latents": […]}}, {@code {"text": […]}}. */
    Map<String, Object> outputs(List<Result> results) {
        Map<String, Map<String, List<Object>>> out = new LinkedHashMap<>();
        for (Result result : results) {
            if (!isStreamed(result.node())) {
                out.computeIfAbsent(result.node(), node -> new LinkedHashMap<>())
                        .computeIfAbsent(result.output(), what -> new ArrayList<>())
                        .add(image(result));
            }
        }
        texts(job.reportFields().get("outputs"))
                .forEach((node, texts) ->
                        out.computeIfAbsent(node, none -> new LinkedHashMap<>()).put(TEXT, texts));
        return new LinkedHashMap<>(out);
    }

    /** What nodes such as PreviewAny show of values that are no files, by node; the values are by output of the workflow. */
    Map<String, List<Object>> texts(@Nullable Object values) {
        Map<String, List<Object>> texts = new LinkedHashMap<>();
        if (values instanceof Map<?, ?> map) {
            for (Delivery delivery : Delivery.of(request.getOrDefault("results", List.of()))) {
                Object value = map.get(delivery.output());
                for (Object entry : value instanceof List<?> list ? list : value == null ? List.of() : List.of(value)) {
                    texts.computeIfAbsent(delivery.node(), node -> new ArrayList<>())
                            .add(String.valueOf(entry));
                }
            }
        }
        return texts;
    }

    static Map<String, Object> image(Result result) {
        return image(result.name(), result.folder(), result.area());
    }

    static Map<String, Object> image(String name, String folder, String area) {
        Map<String, Object> image = new LinkedHashMap<>();
        image.put("filename", name);
        image.put("subfolder", folder);
        image.put("type", area);
        return image;
    }

    /** The history of an ended job. */
    Map<String, Object> history(Jobs jobs) {
        Map<String, Object> outputs = outputs(jobs.results(job.id()));
        Map<String, Object> meta = new LinkedHashMap<>();
        outputs.keySet().forEach(node -> meta.put(node, meta(node)));
        boolean done = job.state() == JobState.DONE;
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("status_str", done ? "success" : "error");
        status.put("completed", done);
        status.put("messages", messages());
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("prompt", entry());
        out.put("outputs", outputs);
        out.put("status", status);
        out.put("meta", meta);
        return out;
    }

    static Map<String, Object> meta(String node) {
        Map<String, Object> meta = new LinkedHashMap<>();
        meta.put("node_id", node);
        meta.put("display_node", node);
        meta.put("parent_node", null);
        meta.put("real_node_id", node);
        return meta;
    }

    private List<Object> messages() {
        Map<String, Object> report = job.reportFields();
        List<Object> messages = new ArrayList<>();
        messages.add(message("execution_start", Map.of(), job.started()));
        messages.add(message("execution_cached", Map.of("nodes", origins(report.get("cached"))), job.started()));
        switch (job.state()) {
            case DONE -> messages.add(message("execution_success", Map.of(), job.ended()));
            case CANCELLED -> messages.add(message("execution_interrupted", stopped(report), job.ended()));
            default -> messages.add(message("execution_error", error(report), job.ended()));
        }
        return messages;
    }

    private List<Object> message(String type, Map<String, Object> data, long time) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("prompt_id", job.id());
        all.putAll(data);
        all.put("timestamp", time);
        return List.of(type, all);
    }

    /** The data of {@code execution_interrupted}. */
    Map<String, Object> stopped(Map<String, Object> report) {
        String node = origin(String.valueOf(report.getOrDefault("at", "")));
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("node_id", node);
        data.put("node_type", classType(node));
        data.put("executed", origins(report.get("ran")));
        return data;
    }

    /** The data of {@code execution_error}. */
    Map<String, Object> error(Map<String, Object> report) {
        Map<?, ?> error = report.get("error") instanceof Map<?, ?> map ? map : Map.of();
        String node = error.get("node") instanceof String id ? origin(id) : "";
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("node_id", node);
        data.put("node_type", classType(node));
        data.put("executed", origins(report.get("ran")));
        data.put("exception_message", String.valueOf(error.get("message")));
        data.put("exception_type", String.valueOf(error.get("kind")));
        data.put("traceback", List.of());
        data.put("current_inputs", error.get("inputs") instanceof Map<?, ?> inputs ? inputs : Map.of());
        data.put("current_outputs", List.of());
        return data;
    }
}
