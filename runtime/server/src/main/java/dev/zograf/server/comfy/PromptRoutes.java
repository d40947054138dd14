package dev.zograf.server.comfy;

import dev.zograf.runtime.json.JsonText;
import dev.zograf.server.http.Call;
import dev.zograf.server.http.HttpFailure;
import dev.zograf.server.http.Reply;
import dev.zograf.server.queue.JobDesk;
import dev.zograf.server.queue.RunControl;
import dev.zograf.server.queue.Submission;
import dev.zograf.server.store.Job;
import dev.zograf.server.store.JobState;
import dev.zograf.server.store.Jobs;
import dev.zograf.server.store.Ticket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The queue and the history: {@code /prompt}, {@code /queue}, {@code /history}, {@code /interrupt}, {@code /free}. */
final class PromptRoutes {

    static final String STYLE = "prompt";
    private static final int MOST = 10_000;

    private final JobDesk desk;
    private final Prompts prompts;
    private final ComfyFiles files;
    private final Map<String, String> entries = new ConcurrentHashMap<>();

    PromptRoutes(JobDesk desk, Prompts prompts, ComfyFiles files) {
        this.desk = desk;
        this.prompts = prompts;
        this.files = files;
    }

    void addTo(ComfyRoutes routes) {
        routes.post("/prompt", this::submit);
        routes.get(
                "/prompt",
                call -> Reply.json(Map.of(
                        "exec_info", Map.of("queue_remaining", desk.queue().remaining()))));
        routes.get("/queue", this::queue);
        routes.post("/queue", this::changeQueue);
        routes.get("/history", this::history);
        routes.get("/history/{id}", this::historyOf);
        routes.post("/history", this::changeHistory);
        routes.post("/interrupt", this::interrupt);
        routes.post("/free", this::free);
    }

    static boolean maySee(Call call, Job job) {
        return maySee(call, job.ticket());
    }

    private static boolean maySee(Call call, Ticket job) {
        return call.caller().admin() || call.caller().name().equals(job.owner());
    }

    private Reply submit(Call call) throws IOException {
        Map<String, Object> body = call.object();
        Optional<String> id = Optional.empty();
        if (body.get("prompt_id") instanceof String given && !given.isEmpty()) {
            if (!given.matches("[A-Za-z0-9_-][A-Za-z0-9._-]{0,79}")) {
                throw HttpFailure.bad("prompt_id is 1 to 80 letters, digits and . _ -.");
            }
            id = Optional.of(given);
        }
        Optional<Double> number = Optional.empty();
        if (body.get("number") instanceof Number given && Double.isFinite(given.doubleValue())) {
            number = Optional.of(given.doubleValue());
        }
        String client = body.get("client_id") instanceof String given && given.length() <= 200 ? given : "";
        Prompts.Ready ready;
        try {
            ready = prompts.prepare(call.caller().name(), body, files);
        } catch (Prompts.Refused e) {
            return ComfyErrors.prompt(400, e.type(), String.valueOf(e.getMessage()), e.details(), e.nodeErrors());
        }
        Job job = desk.submit(new Submission(
                id,
                call.caller().name(),
                client,
                STYLE,
                "",
                JsonText.compact(ready.request()),
                ready.workflow(),
                number,
                Boolean.TRUE.equals(body.get("front")),
                0));
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("prompt_id", job.id());
        out.put("number", JobStory.number(job.number()));
        out.put("node_errors", ready.nodeErrors());
        return Reply.json(out);
    }

    /**
     * {@code [number, id, prompt, extra_data, outputs]} as text: what a waiting job says of itself does not change but for its number, and
     * thousands may wait. Empty if the job was removed meanwhile.
     */
    private Optional<String> entry(Ticket ticket) {
        String rest = entries.get(ticket.id());
        if (rest == null) {
            Optional<Job> job = desk.vault().jobs().get(ticket.id());
            if (job.isEmpty()) {
                return Optional.empty();
            }
            List<Object> entry = new JobStory(job.get()).entry();
            rest = JsonText.compact(entry.subList(1, entry.size())).strip();
            entries.put(ticket.id(), rest);
        }
        return Optional.of("[" + JobStory.number(ticket.number()) + ", " + rest.substring(1));
    }

    private String entries(Call call, List<Ticket> jobs) {
        return jobs.stream()
                .filter(job -> maySee(call, job))
                .map(this::entry)
                .flatMap(Optional::stream)
                .collect(Collectors.joining(",\n", "[", "]"));
    }

    private Reply queue(Call call) {
        List<Ticket> running =
                desk.queue().running().stream().map(RunControl::ticket).toList();
        List<Ticket> waiting = desk.queue().waiting();
        Set<String> there = new HashSet<>();
        running.forEach(job -> there.add(job.id()));
        waiting.forEach(job -> there.add(job.id()));
        entries.keySet().retainAll(there);
        String text = "{\"queue_running\": " + entries(call, running) + ",\n\"queue_pending\": "
                + entries(call, waiting) + "}\n";
        return Reply.bytes(200, Reply.JSON, text.getBytes(StandardCharsets.UTF_8));
    }

    private static Set<String> ids(Map<String, Object> body) {
        Set<String> ids = new LinkedHashSet<>();
        if (body.get("delete") instanceof List<?> list) {
            list.forEach(id -> ids.add(String.valueOf(id)));
        }
        return ids;
    }

    private Reply changeQueue(Call call) {
        Map<String, Object> body = call.object();
        boolean clear = Boolean.TRUE.equals(body.get("clear"));
        Set<String> ids = ids(body);
        for (Ticket job : desk.queue().waiting()) {
            if (maySee(call, job) && (clear || ids.contains(job.id()))) {
                desk.queue().cancel(job.id());
            }
        }
        return Reply.empty(200);
    }

    private Jobs.Wanted ended(Call call, int limit, int offset) {
        return new Jobs.Wanted(
                call.caller().admin()
                        ? Optional.empty()
                        : Optional.of(call.caller().name()),
                Set.of(JobState.DONE, JobState.FAILED, JobState.CANCELLED, JobState.INTERRUPTED),
                STYLE,
                false,
                true,
                limit,
                offset);
    }

    private Reply history(Call call) {
        int limit = call.number("max_items", MOST, -1, Integer.MAX_VALUE);
        int offset = call.number("offset", -1, -1, Integer.MAX_VALUE);
        // Without an offset the last ones are wanted, with one those from there on; the oldest stands first in both.
        List<Job> jobs;
        if (offset < 0) {
            jobs = new ArrayList<>(desk.vault().jobs().list(ended(call, limit < 0 ? MOST : limit, 0)));
            Collections.reverse(jobs);
        } else {
            Jobs.Wanted all = ended(call, limit < 0 ? MOST : limit, offset);
            jobs = desk.vault()
                    .jobs()
                    .list(new Jobs.Wanted(
                            all.owner(), all.states(), all.style(), all.hidden(), false, all.limit(), all.offset()));
        }
        Map<String, Object> out = new LinkedHashMap<>();
        jobs.stream()
                .filter(job -> job.started() > 0)
                .forEach(job ->
                        out.put(job.id(), new JobStory(job).history(desk.vault().jobs())));
        return Reply.json(out);
    }

    private Reply historyOf(Call call) {
        Optional<Job> job = desk.vault()
                .jobs()
                .get(call.name("id"))
                .filter(one -> maySee(call, one) && one.state().ended() && !one.hidden() && one.started() > 0);
        return Reply.json(job.<Map<String, Object>>map(one ->
                        Map.of(one.id(), new JobStory(one).history(desk.vault().jobs())))
                .orElse(Map.of()));
    }

    private Reply changeHistory(Call call) {
        Map<String, Object> body = call.object();
        Set<String> ids = ids(body);
        if (Boolean.TRUE.equals(body.get("clear"))) {
            desk.vault().jobs().list(ended(call, Integer.MAX_VALUE, 0)).forEach(job -> ids.add(job.id()));
        }
        for (String id : ids) {
            desk.vault()
                    .jobs()
                    .get(id)
                    .filter(job -> maySee(call, job))
                    .ifPresent(job -> desk.vault().jobs().hide(id));
        }
        return Reply.empty(200);
    }

    private Reply interrupt(Call call) {
        Map<String, Object> body = call.object();
        Object wanted = body.get("prompt_id");
        for (RunControl running : desk.queue().running()) {
            Ticket job = running.ticket();
            if (maySee(call, job) && (wanted == null || wanted.equals(job.id()))) {
                desk.queue().cancel(job.id());
            }
        }
        return Reply.empty(200);
    }

    private Reply free(Call call) {
        if (!call.caller().admin()) {
            throw HttpFailure.of(403, "not-allowed", "Only the key of an administrator frees what all share.");
        }
        Map<String, Object> body = call.object();
        boolean results = Boolean.TRUE.equals(body.get("free_memory"));
        boolean models = Boolean.TRUE.equals(body.getOrDefault("unload_models", results));
        desk.memory().free(models, results);
        return Reply.empty(200);
    }
}
