package dev.zograf.server.comfy;

import dev.zograf.server.queue.JobEvent;
import dev.zograf.server.store.Vault;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of one running prompt in ComfyUI's messages. Called with its events in order, one at a time. */
final class PromptTeller {

    private static final Logger LOG = LoggerFactory.getLogger(PromptTeller.class);

    /** Whoever hears it. */
    interface Ear {
        void text(String type, Map<String, ? extends @Nullable Object> data);

        void binary(byte[] bytes);
    }

    private final JobStory story;
    private final Vault vault;
    private final List<String> cached = new ArrayList<>();
    private final Map<String, Map<String, Object>> nodes = new LinkedHashMap<>();
    private final Set<Object> told = new HashSet<>();
    private boolean saidCached;
    private volatile String current = "";

    PromptTeller(JobStory story, Vault vault) {
        this.story = story;
        this.vault = vault;
    }

    JobStory story() {
        return story;
    }

    /** The node that runs. */
    Optional<String> current() {
        return current.isEmpty() ? Optional.empty() : Optional.of(current);
    }

    /** The node of the prompt that an event is about. */
    String origin(JobEvent event) {
        return story.origin(String.valueOf(event.data().get("node")));
    }

    void tell(JobEvent event, Ear ear) {
        switch (event.type()) {
            case "started" -> ear.text("execution_start", timed(event, new LinkedHashMap<>()));
            case "cached" -> cached.add(String.valueOf(event.data().get("node")));
            case "node" -> node(event, ear);
            case "progress" -> progress(event, ear);
            case "output" -> results(event, ear);
            case "done" -> {
                sayCached(event, ear);
                results(event, ear);
                story.texts(event.data().get("outputs"))
                        .forEach((node, texts) -> executed(node, Map.of(JobStory.TEXT, texts), ear));
                ear.text("execution_success", timed(event, new LinkedHashMap<>()));
            }
            case "failed", "interrupted" -> {
                sayCached(event, ear);
                ear.text("execution_error", timed(event, story.error(event.data())));
            }
            case "cancelled" -> {
                sayCached(event, ear);
                ear.text("execution_interrupted", timed(event, story.stopped(event.data())));
            }
            default -> {
                // Nothing that ComfyUI has a word for.
            }
        }
    }

    private Map<String, Object> timed(JobEvent event, Map<String, Object> data) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("prompt_id", story.job().id());
        all.putAll(data);
        all.put("timestamp", event.time());
        return all;
    }

    private void sayCached(JobEvent event, Ear ear) {
        if (!saidCached) {
            saidCached = true;
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("nodes", story.origins(cached));
            ear.text("execution_cached", timed(event, data));
        }
    }

    /** The data of {@code executing}. */
    Map<String, Object> executing(String node) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("node", node);
        data.put("display_node", node);
        data.put("prompt_id", story.job().id());
        return data;
    }

    private void node(JobEvent event, Ear ear) {
        sayCached(event, ear);
        String node = origin(event);
        String state = String.valueOf(event.data().get("state"));
        if (state.equals("running")) {
            if (!node.equals(current)) {
                current = node;
                ear.text("executing", executing(node));
            }
            nodes.put(node, state(node, 0, 1, "running"));
        } else {
            Object total = nodes.getOrDefault(node, Map.of()).getOrDefault("max", 1L);
            nodes.put(node, state(node, total, total, state.equals("failed") ? "error" : "finished"));
        }
        sayProgress(ear);
    }

    private void progress(JobEvent event, Ear ear) {
        String node = origin(event);
        long step = ((Number) event.data().getOrDefault("step", 0)).longValue();
        long total = ((Number) event.data().getOrDefault("total", 1)).longValue();
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("value", step);
        data.put("max", total);
        data.put("prompt_id", story.job().id());
        data.put("node", node);
        ear.text("progress", data);
        nodes.put(node, state(node, step, total, "running"));
        sayProgress(ear);
    }

    private Map<String, Object> state(String node, Object value, Object max, String state) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("value", value);
        out.put("max", max);
        out.put("state", state);
        out.put("node_id", node);
        out.put("prompt_id", story.job().id());
        out.put("display_node_id", node);
        out.put("parent_node_id", null);
        out.put("real_node_id", node);
        return out;
    }

    private void sayProgress(Ear ear) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("prompt_id", story.job().id());
        data.put("nodes", nodes);
        ear.text("progress_state", data);
    }

    /** Output nodes have ended when their files are in their places. */
    private void results(JobEvent event, Ear ear) {
        Map<String, List<Map<?, ?>>> byNode = new LinkedHashMap<>();
        if (event.data().get("results") instanceof List<?> results) {
            for (Object result : results) {
                if (result instanceof Map<?, ?> map
                        && told.add(List.of(text(map, "area"), text(map, "folder"), text(map, "name")))) {
                    byNode.computeIfAbsent(String.valueOf(map.get("node")), node -> new ArrayList<>())
                            .add(map);
                }
            }
        }
        byNode.forEach((node, results) -> {
            if (story.isStreamed(node)) {
                executing(node, ear);
                results.forEach(result -> stream(String.valueOf(result.get("sha256")), ear));
                finished(node, ear);
            } else {
                Map<String, List<Object>> files = new LinkedHashMap<>();
                results.forEach(result -> files.computeIfAbsent(text(result, "output"), what -> new ArrayList<>())
                        .add(JobStory.image(text(result, "name"), text(result, "folder"), text(result, "area"))));
                executed(node, files, ear);
            }
        });
    }

    private void executing(String node, Ear ear) {
        current = node;
        ear.text("executing", executing(node));
    }

    private void executed(String node, Map<String, List<Object>> output, Ear ear) {
        executing(node, ear);
        Map<String, Object> data = executing(node);
        data.put("output", output);
        ear.text("executed", data);
        finished(node, ear);
    }

    private void finished(String node, Ear ear) {
        nodes.put(node, state(node, 1, 1, "finished"));
        sayProgress(ear);
    }

    private static String text(Map<?, ?> result, String field) {
        return String.valueOf(result.get(field));
    }

    private void stream(String sha256, Ear ear) {
        vault.file(sha256).ifPresent(file -> {
            try {
                ear.binary(PreviewFrames.plain(PreviewFrames.PNG, Files.readAllBytes(file)));
            } catch (IOException e) {
                LOG.warn("A result could not be sent: {}", e.toString());
            }
        });
    }

    /** The data of the last {@code executing}, which clients wait for: nothing of the prompt executes any more. */
    Map<String, @Nullable Object> end() {
        current = "";
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("node", null);
        data.put("prompt_id", story.job().id());
        return data;
    }
}
