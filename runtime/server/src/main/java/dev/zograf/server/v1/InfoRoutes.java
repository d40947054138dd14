package dev.zograf.server.v1;

import dev.zograf.metrics.PrometheusPage;
import dev.zograf.runtime.model.ModelKinds;
import dev.zograf.runtime.node.LiveChoices;
import dev.zograf.runtime.node.NodeSchema;
import dev.zograf.runtime.node.SchemaWriter;
import dev.zograf.server.http.Call;
import dev.zograf.server.http.HttpFailure;
import dev.zograf.server.http.Reply;
import dev.zograf.server.http.Routes;
import dev.zograf.server.queue.JobDesk;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the server is and has: health, metrics, nodes, models, and the description of this API. */
final class InfoRoutes {

    private final JobDesk desk;
    private final PrometheusPage metrics;
    private final String version;
    private final byte[] openApi;

    InfoRoutes(JobDesk desk, PrometheusPage metrics, String version) {
        this.desk = desk;
        this.metrics = metrics;
        this.version = version;
        try (InputStream in = InfoRoutes.class.getResourceAsStream("openapi.json")) {
            if (in == null) {
                throw new IllegalStateException("openapi.json is not on the class path.");
            }
            openApi = in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("openapi.json cannot be read.", e);
        }
    }

    void addTo(Routes routes) {
        routes.get("/v1/health", this::health);
        routes.get("/v1/openapi.json", call -> Reply.bytes(200, Reply.JSON, openApi));
        routes.get(
                "/v1/metrics",
                call -> Reply.bytes(
                        200, PrometheusPage.MEDIA_TYPE, metrics.text().getBytes(StandardCharsets.UTF_8)));
        routes.get("/v1/nodes", this::nodes);
        routes.get("/v1/nodes/{type}", this::node);
        routes.get(
                "/v1/schema",
                call -> Reply.bytes(
                        200, Reply.JSON, desk.engine().workflowSchema().getBytes(StandardCharsets.UTF_8)));
        routes.get("/v1/models", this::models);
    }

    private Reply health(Call call) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("status", "ok");
        out.put("version", version);
        out.put("waiting", desk.queue().waiting().size());
        out.put("running", desk.queue().running().size());
        return Reply.json(out).header("Cache-Control", "no-store");
    }

    private Reply nodes(Call call) {
        LiveChoices live = desk.engine().choices();
        return Reply.json(Map.of(
                "nodes",
                desk.engine().nodes().stream()
                        .map(node -> SchemaWriter.describe(node, live))
                        .toList()));
    }

    private Reply node(Call call) {
        String wanted = call.name("type");
        NodeSchema found = desk.engine().nodes().stream()
                .filter(node -> node.id().equals(wanted) || node.type().equals(wanted))
                .findFirst()
                .orElseThrow(() -> HttpFailure.missing("There is no such node type; GET /v1/nodes lists them."));
        return Reply.json(SchemaWriter.describe(found, desk.engine().choices()));
    }

    private Reply models(Call call) {
        Map<String, Object> kinds = new LinkedHashMap<>();
        for (String kind : ModelKinds.all()) {
            List<String> names = desk.engine().models().names(kind);
            if (!names.isEmpty()) {
                kinds.put(kind, names);
            }
        }
        return Reply.json(Map.of("models", kinds));
    }
}
