package dev.zograf.server.comfy;

import dev.zograf.server.http.Call;
import dev.zograf.server.http.HttpFailure;
import dev.zograf.server.http.Reply;
import dev.zograf.server.queue.JobDesk;
import dev.zograf.server.store.Job;
import dev.zograf.server.store.JobState;
import dev.zograf.server.store.Jobs;
import dev.zograf.server.store.Result;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** ComfyUI's newer view of queue and history as one: {@code /jobs}. */
final class JobsRoutes {

    private static final Map<String, Set<JobState>> STATES = Map.of(
            "pending", Set.of(JobState.QUEUED),
            "in_progress", Set.of(JobState.RUNNING),
            "completed", Set.of(JobState.DONE),
            "failed", Set.of(JobState.FAILED, JobState.INTERRUPTED),
            "cancelled", Set.of(JobState.CANCELLED));

    private final JobDesk desk;

    JobsRoutes(JobDesk desk) {
        this.desk = desk;
    }

    void addTo(ComfyRoutes routes) {
        routes.get("/jobs", this::list);
        routes.get("/jobs/{id}", this::job);
    }

    private Reply list(Call call) {
        Set<JobState> states = new HashSet<>();
        for (String word : call.query("status").orElse("").split(",", -1)) {
            if (!word.isBlank()) {
                Set<JobState> some = STATES.get(word.strip());
                if (some == null) {
                    throw HttpFailure.bad("A status is pending, in_progress, completed, failed or cancelled.");
                }
                states.addAll(some);
            }
        }
        String sort = choice(call, "sort_by", "created_at", "execution_duration");
        boolean descending = choice(call, "sort_order", "desc", "asc").equals("desc");
        int limit = call.number("limit", Integer.MAX_VALUE, 1, Integer.MAX_VALUE);
        int offset = call.number("offset", 0, 0, Integer.MAX_VALUE);
        Optional<String> owner = call.caller().admin()
                ? Optional.empty()
                : Optional.of(call.caller().name());
        Jobs.Wanted wanted =
                new Jobs.Wanted(owner, states, PromptRoutes.STYLE, false, descending, Integer.MAX_VALUE, 0);
        List<Job> jobs = new ArrayList<>(desk.vault().jobs().list(wanted));
        call.query("workflow_id").ifPresent(id -> jobs.removeIf(job -> !id.equals(workflowId(job))));
        if (sort.equals("execution_duration")) {
            Comparator<Job> order = Comparator.comparingLong(JobsRoutes::duration);
            jobs.sort(descending ? order.reversed() : order);
        }
        int total = jobs.size();
        List<Job> part = jobs.stream().skip(offset).limit(limit).toList();
        Map<String, List<Result>> results =
                desk.vault().jobs().results(part.stream().map(Job::id).toList());
        List<Map<String, Object>> page = part.stream()
                .map(job -> describe(job, results.getOrDefault(job.id(), List.of())))
                .toList();
        Map<String, Object> pagination = new LinkedHashMap<>();
        pagination.put("offset", offset);
        pagination.put("limit", limit == Integer.MAX_VALUE ? null : limit);
        pagination.put("total", total);
        pagination.put("has_more", offset + page.size() < total);
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("jobs", page);
        out.put("pagination", pagination);
        return Reply.json(out);
    }

    private static String choice(Call call, String name, String initial, String other) {
        String value = call.query(name).orElse(initial);
        if (!value.equals(initial) && !value.equals(other)) {
            throw HttpFailure.bad("\"" + name + "\" is " + initial + " or " + other + ".");
        }
        return value;
    }

    private static long duration(Job job) {
        return job.started() > 0 && job.ended() > 0 ? job.ended() - job.started() : 0;
    }

    private static String workflowId(Job job) {
        return job.requestFields().get("extra_data") instanceof Map<?, ?> extra
                        && extra.get("extra_pnginfo") instanceof Map<?, ?> info
                        && info.get("workflow") instanceof Map<?, ?> workflow
                        && workflow.get("id") instanceof String id
                ? id
                : "";
    }

    private static String status(Job job) {
        return STATES.entrySet().stream()
                .filter(entry -> entry.getValue().contains(job.state()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("pending");
    }

    /** What there is to say of a job; what there is not is left out. */
    private Map<String, Object> describe(Job job, List<Result> results) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("id", job.id());
        out.put("status", status(job));
        out.put("priority", JobStory.number(job.number()));
        out.put("create_time", job.created());
        if (job.started() > 0) {
            out.put("execution_start_time", job.started());
        }
        if (job.ended() > 0) {
            out.put("execution_end_time", job.ended());
        }
        if (job.state() == JobState.FAILED || job.state() == JobState.INTERRUPTED) {
            out.put("execution_error", new JobStory(job).error(job.reportFields()));
        }
        out.put("outputs_count", results.size());
        // A picture that was saved stands for the job rather than one that was only shown.
        results.stream()
                .min(Comparator.comparing(result -> !result.area().equals("output")))
                .ifPresent(result -> out.put("preview_output", preview(result)));
        if (!workflowId(job).isEmpty()) {
            out.put("workflow_id", workflowId(job));
        }
        return out;
    }

    private Map<String, Object> preview(Result result) {
        Map<String, Object> out = JobStory.image(result);
        out.put("nodeId", result.node());
        out.put("mediaType", result.output());
        return out;
    }

    private Reply job(Call call) {
        Job job = desk.vault()
                .jobs()
                .get(call.name("id"))
                .filter(one -> PromptRoutes.maySee(call, one) && one.style().equals(PromptRoutes.STYLE))
                .orElseThrow(() -> HttpFailure.missing("Job not found"));
        JobStory story = new JobStory(job);
        List<Result> results = desk.vault().jobs().results(job.id());
        Map<String, Object> out = describe(job, results);
        out.put("outputs", story.outputs(results));
        if (job.state().ended() && job.started() > 0) {
            out.put("execution_status", story.history(desk.vault().jobs()).get("status"));
        }
        Map<String, Object> workflow = new LinkedHashMap<>();
        workflow.put("prompt", job.requestFields().getOrDefault("prompt", Map.of()));
        workflow.put("extra_data", job.requestFields().getOrDefault("extra_data", Map.of()));
        out.put("workflow", workflow);
        return Reply.json(out);
    }
}
