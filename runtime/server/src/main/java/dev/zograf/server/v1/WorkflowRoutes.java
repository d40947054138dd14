package dev.zograf.server.v1;

import dev.zograf.WorkflowException;
import dev.zograf.runtime.json.JsonText;
import dev.zograf.server.http.BodyRule;
import dev.zograf.server.http.Call;
import dev.zograf.server.http.HttpFailure;
import dev.zograf.server.http.Reply;
import dev.zograf.server.http.Routes;
import dev.zograf.server.queue.JobDesk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Stored workflows: list, read, store, remove. */
final class WorkflowRoutes {

    private final JobDesk desk;
    private final StoredWorkflows stored;

    WorkflowRoutes(JobDesk desk, StoredWorkflows stored) {
        this.desk = desk;
        this.stored = stored;
    }

    void addTo(Routes routes) {
        routes.get("/v1/workflows", this::list);
        routes.get("/v1/workflows/{name}", this::get);
        routes.add("PUT", "/v1/workflows/{name}", BodyRule.JSON, this::put);
        routes.add("DELETE", "/v1/workflows/{name}", BodyRule.NONE, this::remove);
    }

    private Reply list(Call call) throws IOException {
        String owner = call.caller().name();
        List<Map<String, Object>> all = new ArrayList<>();
        for (String name : stored.names(owner)) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("name", name);
            entry.put("own", stored.isOwn(owner, name));
            try {
                entry.putAll(Workflows.describe(desk.engine().read(stored.find(owner, name))));
            } catch (WorkflowException e) {
                entry.put("problem", String.valueOf(e.getMessage()));
            }
            all.add(entry);
        }
        return Reply.json(Map.of("workflows", all));
    }

    private Reply get(Call call) throws IOException {
        String owner = call.caller().name();
        String name = call.name("name");
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("name", name);
        out.put("own", stored.isOwn(owner, name));
        try {
            out.putAll(Forms.of(
                    desk.engine().read(stored.find(owner, name)), desk.engine().choices()));
        } catch (WorkflowException e) {
            out.put("problem", String.valueOf(e.getMessage()));
        }
        JsonText.parse(stored.text(owner, name)).ifPresent(workflow -> out.put("workflow", workflow));
        return Reply.json(out);
    }

    private Reply put(Call call) throws IOException {
        String text = call.text();
        if (JsonText.parse(text).orElse(null) instanceof Map<?, ?> workflow) {
            Workflows.limit(workflow);
        }
        try {
            desk.engine().read(text);
        } catch (WorkflowException e) {
            throw JobDesk.refused(e.problems());
        }
        boolean there = stored.isOwn(call.caller().name(), call.name("name"));
        stored.store(call.caller().name(), call.name("name"), text);
        return Reply.empty(there ? 204 : 201);
    }

    private Reply remove(Call call) throws IOException {
        if (!stored.remove(call.caller().name(), call.name("name"))) {
            throw HttpFailure.missing("There is no workflow of this name that you stored.");
        }
        return Reply.empty(204);
    }
}
