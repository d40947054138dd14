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
import java.util.Optional;

/** Jobs as JSON has them. */
final class JobView {

    private final JobDesk desk;

    JobView(JobDesk desk) {
        this.desk = desk;
    }

    Map<String, Object> of(Job job, boolean whole) {
        Map<String, Object> out = of(
                job,
                job.state() == JobState.QUEUED ? desk.queue().position(job.id()) : Optional.empty(),
                desk.vault().jobs().results(job.id()));
        if (whole) {
            settings(job, out);
            JsonText.parse(job.workflow()).ifPresent(workflow -> out.put("workflow", workflow));
        }
        return out;
    }

    /**
     * A list of jobs.
     *
     * @param settings whether to tell what each was given
     */
    List<Map<String, Object>> all(List<Job> jobs, boolean settings) {
        Map<String, Integer> positions = new HashMap<>();
        desk.queue().waiting().forEach(job -> positions.put(job.id(), positions.size()));
        Map<String, List<Result>> results =
                desk.vault().jobs().results(jobs.stream().map(Job::id).toList());
        List<Map<String, Object>> out = new ArrayList<>();
        for (Job job : jobs) {
            Map<String, Object> entry =
                    of(job, Optional.ofNullable(positions.get(job.id())), results.getOrDefault(job.id(), List.of()));
            if (settings) {
                settings(job, entry);
            }
            out.add(entry);
        }
        return out;
    }

    private static Map<String, Object> of(Job job, Optional<Integer> position, List<Result> all) {
        Map<String, Object> out = new LinkedHashMap<>();
        Map<String, Object> report = job.reportFields();
        out.put("id", job.id());
        out.put("title", job.title());
        out.put("state", job.state().word());
        out.put("number", job.number());
        position.ifPresent(place -> out.put("position", place));
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
        all.forEach(result -> results.add(result(result)));
        out.put("results", results);
        out.put("outputs", report.getOrDefault("outputs", Map.of()));
        out.put("warnings", report.getOrDefault("warnings", List.of()));
        if (report.containsKey("error")) {
            out.put("error", report.get("error"));
        }
        return out;
    }

    /** What a job was given: the inputs, and the name of its workflow if it has one. */
    private static void settings(Job job, Map<String, Object> into) {
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
