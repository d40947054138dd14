package dev.zograf.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.runtime.json.JsonText;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Stored workflows over {@code /v1}, the forms of their inputs, and what the server says of itself. */
class V1WorkflowsTest extends V1Case {

    @Test
    void setsInputsOfAStoredWorkflow() throws Exception {
        Object workflow = Client.painting(1, 1, 0).get("workflow");
        assertThat(client.send(
                                "PUT",
                                "/v1/workflows/grey",
                                JsonText.write(workflow).getBytes(StandardCharsets.UTF_8),
                                "Content-Type",
                                "application/json")
                        .status())
                .isEqualTo(201);
        assertThat(client.get("/v1/workflows").text()).contains("\"grey\"").contains("\"seed\"");
        Map<String, Object> job = client.ended(submit(Map.of("workflow", "grey", "inputs", Map.of("seed", 99))));
        String href = String.valueOf(map(list(job.get("results")).get(0)).get("href"));
        assertThat(ImageIO.read(new ByteArrayInputStream(client.get(href).body()))
                                .getRGB(0, 0)
                        & 0xff)
                .isEqualTo(99);
        assertThat(client.send("DELETE", "/v1/workflows/grey", null).status()).isEqualTo(204);
        assertThat(client.get("/v1/workflows/grey").status()).isEqualTo(404);
    }

    @Test
    void describesTheFormOfAWorkflowAndOfAJob() throws Exception {
        Map<String, Object> workflow = Map.of(
                "zograf",
                1,
                "inputs",
                Map.of(
                        "seed",
                        Map.of("type", "integer", "default", 7),
                        "steps",
                        Map.of("type", "integer", "default", 2)),
                "nodes",
                Map.of(
                        "p",
                        Map.of(
                                "type",
                                "test.paint",
                                "in",
                                Map.of("seed", Map.of("from", "inputs.seed"), "steps", Map.of("from", "inputs.steps"))),
                        "n",
                        Map.of("type", "test.invert", "in", Map.of("image", Map.of("from", "p.image"))),
                        "unused",
                        Map.of("type", "test.paint")),
                "outputs",
                Map.of("image", Map.of("from", "n.image")));
        byte[] text = JsonText.write(workflow).getBytes(StandardCharsets.UTF_8);
        client.send("PUT", "/v1/workflows/negative", text, "Content-Type", "application/json");
        Map<String, Object> form = client.get("/v1/workflows/negative").json();
        assertThat(list(form.get("steps")))
                .extracting(step -> (Object) map(step).get("id"))
                .containsExactly("p", "n");
        assertThat(map(list(form.get("steps")).get(1)).get("after")).isEqualTo(List.of("p"));
        for (Object input : list(form.get("inputs"))) {
            if (map(input).get("name").equals("seed")) {
                assertThat(map(input).get("seed")).isEqualTo(true);
            } else {
                assertThat(map(input).get("min")).isEqualTo(1.0);
                assertThat(map(input).get("doc")).isEqualTo("How many steps.");
                assertThat(map(input).get("targets"))
                        .isEqualTo(List.of(Map.of("node", "p", "input", "steps", "pointer", "/nodes/p/in/steps/from")));
            }
        }
        // A seed has all of its 64 bits.
        long seed = Long.MAX_VALUE - 1;
        String id = submit(Map.of("workflow", "negative", "inputs", Map.of("seed", seed)));
        client.ended(id);
        Map<String, Object> again = client.get("/v1/jobs/" + id + "/form").json();
        assertThat(again).containsEntry("source", "negative").containsEntry("current", true);
        assertThat(again.get("settings")).isEqualTo(Map.of("seed", seed));
        assertThat(client.get("/v1/jobs?inputs=true").json().toString()).contains("source=negative");
        client.send(
                "PUT",
                "/v1/workflows/negative",
                (new String(text, StandardCharsets.UTF_8) + " ").getBytes(StandardCharsets.UTF_8),
                "Content-Type",
                "application/json");
        assertThat(client.get("/v1/jobs/" + id + "/form").json()).containsEntry("current", false);
        assertThat(map(client.get("/v1/jobs/" + id + "/form").json().get("workflow"))
                        .get("zograf"))
                .isEqualTo(1L);
    }

    @Test
    void describesItself() throws Exception {
        assertThat(client.get("/v1/health").json()).containsEntry("status", "ok");
        assertThat(client.get("/v1/nodes/test.paint").json()).containsEntry("type", "test.paint@1");
        assertThat(client.get("/v1/schema").json()).containsKey("$schema");
        client.ended(submit(Client.painting(7, 1, 0)));
        String page = client.get("/v1/metrics").text();
        assertThat(page).contains("zograf_http_seconds_count{method=\"GET\",route=\"/v1/health\",status=\"200\"}");
        assertThat(page).contains("zograf_run_seconds_count").contains("zograf_jobs_waiting");
    }
}
