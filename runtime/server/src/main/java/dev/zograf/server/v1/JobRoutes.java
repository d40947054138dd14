package dev.zograf.server.v1;

import dev.zograf.Workflow;
import dev.zograf.WorkflowException;
import dev.zograf.runtime.json.JsonText;
import dev.zograf.server.http.BodyRule;
import dev.zograf.server.http.Call;
import dev.zograf.server.http.HttpFailure;
import dev.zograf.server.http.Reply;
import dev.zograf.server.http.Routes;
import dev.zograf.server.queue.JobDesk;
import dev.zograf.server.queue.Submission;
import dev.zograf.server.store.Job;
import dev.zograf.server.store.JobState;
import dev.zograf.server.store.Jobs;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Jobs: hand in, list, look at, cancel, move, remove. */
final class JobRoutes {

    private static final Set<String> FIELDS =
            Set.of("id", "workflow", "inputs", "only", "title", "client", "number", "front");
    private static final int MOST_LISTED = 1000;

    private final JobDesk desk;
    private final StoredWorkflows stored;
    private final JobView view;

    JobRoutes(JobDesk desk, StoredWorkflows stored) {
        this.desk = desk;
        this.stored = stored;
        this.view = new JobView(desk);
    }

    void addTo(Routes routes) {
        routes.add("POST", "/v1/jobs", BodyRule.JSON, this::submit);
        routes.get("/v1/jobs", this::list);
        routes.get("/v1/jobs/{id}", call -> Reply.json(view.of(job(call), true)));
        routes.get("/v1/jobs/{id}/form", this::form);
        routes.add("DELETE", "/v1/jobs/{id}", BodyRule.NONE, this::remove);
        routes.add("POST", "/v1/jobs/{id}/cancel", BodyRule.NONE, this::cancel);
        routes.add("POST", "/v1/jobs/{id}/move", BodyRule.JSON, this::move);
        routes.add("POST", "/v1/check", BodyRule.JSON, this::check);
    }

    /** The job of a path, if the caller may see it. */
    Job job(Call call) {
        return desk.vault()
                .jobs()
                .get(call.name("id"))
                .filter(job -> call.caller().admin()
                        || job.owner().equals(call.caller().name()))
                .orElseThrow(() -> HttpFailure.missing("There is no such job."));
    }

    private record Wanted(String text, Workflow workflow, Map<String, Object> body) {}

    private Wanted wanted(Call call) throws IOException {
        Map<String, Object> body = call.object();
        for (String field : body.keySet()) {
            if (!FIELDS.contains(field)) {
                throw HttpFailure.bad("The field \"" + field + "\" is unknown; fields are "
                        + String.join(", ", FIELDS.stream().sorted().toList()) + ".");
            }
        }
        Object given = body.get("workflow");
        String text;
        if (given instanceof String name) {
            text = stored.text(call.caller().name(), name);
        } else if (given instanceof Map<?, ?> map) {
            Workflows.limit(map);
            text = JsonText.write(map);
        } else {
            throw HttpFailure.bad("\"workflow\" has to be a workflow, or the name of one that is stored.");
        }
        Object inputs = body.getOrDefault("inputs", Map.of());
        Object only = body.getOrDefault("only", List.of());
        if (!(inputs instanceof Map) || !(only instanceof List)) {
            throw HttpFailure.bad("\"inputs\" is an object of values by name, \"only\" an array of names.");
        }
        JobDesk.Checked checked;
        try {
            checked = desk.check(call.caller().name(), text, inputs, only);
        } catch (WorkflowException e) {
            throw JobDesk.refused(e.problems());
        }
        if (!checked.problems().isEmpty()) {
            throw JobDesk.refused(checked.problems());
        }
        return new Wanted(text, checked.workflow(), body);
    }

    private Reply check(Call call) throws IOException {
        Wanted wanted = wanted(call);
        return Reply.json(Workflows.describe(wanted.workflow()));
    }

    private Reply submit(Call call) throws IOException {
        Wanted wanted = wanted(call);
        Map<String, Object> body = wanted.body();
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("inputs", body.getOrDefault("inputs", Map.of()));
        request.put("only", body.getOrDefault("only", List.of()));
        if (body.get("workflow") instanceof String source) {
            request.put("source", source);
        }
        Job job = desk.submit(new Submission(
                text(body, "id").map(JobRoutes::id),
                call.caller().name(),
                text(body, "client").orElse(""),
                "workflow",
                text(body, "title").orElse(wanted.workflow().title()),
                JsonText.compact(request),
                wanted.text(),
                number(body),
                Boolean.TRUE.equals(body.get("front")),
                0));
        return Reply.json(201, view.of(job, false)).header("Location", "/v1/jobs/" + job.id());
    }

    private static String id(String id) {
        if (!id.matches("[A-Za-z0-9._-]{1,80}") || id.startsWith(".")) {
            throw HttpFailure.bad("\"id\" is 1 to 80 letters, digits and . _ -, and does not begin with a dot.");
        }
        return id;
    }

    private static Optional<String> text(Map<String, Object> body, String field) {
        Object value = body.get(field);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof String text) || text.length() > 200) {
            throw HttpFailure.bad("\"" + field + "\" is a text of at most 200 characters.");
        }
        return Optional.of(text);
    }

    private static Optional<Double> number(Map<String, Object> body) {
        Object value = body.get("number");
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof Number number) || !Double.isFinite(number.doubleValue())) {
            throw HttpFailure.bad("\"number\" is a number.");
        }
        return Optional.of(number.doubleValue());
    }

    private Reply list(Call call) {
        Set<JobState> states = new HashSet<>();
        call.query("state").ifPresent(words -> {
            for (String word : words.split(",", -1)) {
                try {
                    states.add(JobState.of(word));
                } catch (IllegalArgumentException e) {
                    throw HttpFailure.bad("A state is queued, running, done, failed, cancelled or interrupted.");
                }
            }
        });
        String order = call.query("order").orElse("newest");
        if (!order.equals("newest") && !order.equals("oldest")) {
            throw HttpFailure.bad("\"order\" is newest or oldest.");
        }
        int limit = call.number("limit", 50, 1, MOST_LISTED);
        int offset = call.number("offset", 0, 0, Integer.MAX_VALUE);
        Jobs.Wanted wanted = new Jobs.Wanted(
                call.caller().admin()
                        ? Optional.empty()
                        : Optional.of(call.caller().name()),
                states,
                "",
                false,
                order.equals("newest"),
                limit,
                offset);
        boolean settings = call.query("inputs").filter("true"::equals).isPresent();
        List<Map<String, Object>> jobs = view.all(desk.vault().jobs().list(wanted), settings);
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("jobs", jobs);
        out.put("total", desk.vault().jobs().count(wanted));
        return Reply.json(out);
    }

    /** The form that a job was handed in by, as its workflow was then. */
    private Reply form(Call call) throws IOException {
        Job job = job(call);
        Map<String, Object> out = new LinkedHashMap<>();
        Map<String, Object> given = job.requestFields();
        out.put("settings", given.getOrDefault("inputs", Map.of()));
        if (given.get("source") instanceof String source) {
            out.put("source", source);
            out.put("current", stored.has(job.owner(), source, job.workflow()));
        }
        try {
            out.putAll(
                    Forms.of(desk.engine().read(job.workflow()), desk.engine().choices()));
        } catch (WorkflowException e) {
            throw JobDesk.refused(e.problems());
        }
        JsonText.parse(job.workflow()).ifPresent(workflow -> out.put("workflow", workflow));
        return Reply.json(out);
    }

    private Reply cancel(Call call) {
        Job job = job(call);
        if (!desk.queue().cancel(job.id())) {
            throw HttpFailure.of(
                    409, "ended", "The job has ended: it is " + job.state().word() + ".");
        }
        return Reply.json(202, view.of(job(call), false));
    }

    private Reply move(Call call) {
        Job job = job(call);
        if (!(call.object().get("position") instanceof Long position) || position < 0) {
            throw HttpFailure.bad("\"position\" is where the job shall be among those that wait, from 0.");
        }
        if (!desk.queue().move(job.id(), (int) Math.min(position, Integer.MAX_VALUE))) {
            throw HttpFailure.of(
                    409,
                    "not-queued",
                    "The job does not wait: it is " + job.state().word() + ".");
        }
        return Reply.json(view.of(job(call), false));
    }

    private Reply remove(Call call) {
        Job job = job(call);
        if (!desk.vault().remove(job.id())) {
            throw HttpFailure.of(409, "not-ended", "The job has not ended; cancel it first.");
        }
        return Reply.empty(204);
    }
}
