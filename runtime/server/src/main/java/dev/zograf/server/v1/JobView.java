package dev.zograf.server.v1;

import dev.zograf.runtime.json.JsonText;
import dev.zograf.server.queue.JobDesk;
import dev.zograf.server.store.Job;
import dev.zograf.server.store.JobState;
import dev.zograf.server.store.Result;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Jobs as JSON has them. */
final class JobView {

    private final JobDesk desk;

    JobView(JobDesk desk) {
        this.desk = desk;
    }

    Map<String, Object> of(Job job, boolean whole) {
        return of(job, whole, job.state() == JobState.QUEUED ? positions() : Map.of());
    }

    /** Where jobs stand among those that wait, by id. */
    Map<String, Integer> positions() {
        Map<String, Integer> positions = new HashMap<>();
        desk.queue().waiting().forEach(job -> positions.put(job.id(), positions.size()));
        return positions;
    }

    Map<String, Object> of(Job job, boolean whole, Map<String, Integer> positions) {
        Map<String, Object> out = new LinkedHashMap<>();
        Map<String, Object> report = job.reportFields();
        out.put("id", job.id());
        out.put("title", job.title());
        out.put("state", job.state().word());
        out.put("number", job.number());
        Integer position = positions.get(job.id());
        if (position != null) {
            out.put("position", position);
        }
        out.put("client", job.client());
        out.put("created", time(job.created()));
        if (job.started() > 0) {
            out.put("started", time(job.started()));
        }
        if (job.ended() > 0) {
            out.put("ended", time(job.ended()));
        }
        out.put("attempts", job.attempts());
        List<Map<String, Object>> results = new ArrayList<>();
        if (job.state() != JobState.QUEUED) {
            desk.vault().jobs().results(job.id()).forEach(result -> results.add(result(result)));
        }
        out.put("results", results);
        out.put("outputs", report.getOrDefault("outputs", Map.of()));
        if (report.containsKey("error")) {
            out.put("error", report.get("error"));
        }
        if (whole) {
            settings(job, out);
            JsonText.parse(job.workflow()).ifPresent(workflow -> out.put("workflow", workflow));
        }
        return out;
    }

    /** What a job was given: the inputs, and the name of its workflow if it has one. */
    static void settings(Job job, Map<String, Object> into) {
        Map<String, Object> request = job.requestFields();
        into.put("inputs", request.getOrDefault("inputs", Map.of()));
        if (request.get("source") instanceof String source) {
            into.put("source", source);
        }
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    static Map<String, Object> result(Result result) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("output", result.node());
        out.put("position", result.position());
        out.put("sha256", result.sha256());
        out.put("href", "/v1/results/" + result.sha256());
        out.put("bytes", result.bytes());
        out.put("media", result.media());
        out.put("width", result.width());
        out.put("height", result.height());
        out.put("name", result.folder().isEmpty() ? result.name() : result.folder() + "/" + result.name());
        return out;
    }
}
