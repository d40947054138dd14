package dev.zograf.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.zograf.Zograf;
import dev.zograf.runtime.json.JsonText;
import dev.zograf.server.http.Routes;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The description of the API is true: it names the routes that there are, and answers are as it says. */
@Timeout(60)
class OpenApiTest {

    private static final SchemaRegistry VALIDATOR =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    @TempDir
    Path data;

    private ZografServer server;
    private Client client;
    private Map<String, Object> document;

    @BeforeEach
    void start() throws Exception {
        server = ZografServer.start(
                Zograf.builder().nodePlugins(new TestNodes()),
                ServerOptions.of(data).listen("127.0.0.1", 0));
        client = new Client(server.url(), server.port());
        document = client.get("/v1/openapi.json").json();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> at(Object value, String... path) {
        Object at = value;
        for (String name : path) {
            at = ((Map<String, Object>) at).get(name);
            assertThat(at).as(name).isNotNull();
        }
        return (Map<String, Object>) at;
    }

    @Test
    void namesTheRoutesThatThereAre() {
        Set<String> described = new TreeSet<>();
        at(document, "paths")
                .forEach((path, operations) -> at(operations)
                        .keySet()
                        .forEach(method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path)));
        Set<String> there = new TreeSet<>();
        for (Routes.Entry entry : server.routes().entries()) {
            if (entry.template().startsWith("/v1/")) {
                there.add(entry.method() + " " + entry.template());
            }
        }
        assertThat(described).isEqualTo(there);
    }

    @Test
    void answersAreAsItSays() throws Exception {
        byte[] workflow =
                JsonText.write(Client.painting(1, 1, 0).get("workflow")).getBytes(StandardCharsets.UTF_8);
        String json = "application/json";
        check("put", "/v1/workflows/{name}", client.send("PUT", "/v1/workflows/grey", workflow, "Content-Type", json));
        check("get", "/v1/workflows", client.get("/v1/workflows"));
        check("get", "/v1/workflows/{name}", client.get("/v1/workflows/grey"));
        check("post", "/v1/check", client.post("/v1/check", Map.of("workflow", "grey")));
        Client.Answer submitted = client.post("/v1/jobs", Map.of("workflow", "grey", "title", "one"));
        check("post", "/v1/jobs", submitted);
        String id = String.valueOf(submitted.json().get("id"));
        client.ended(id);
        check("get", "/v1/jobs/{id}", client.get("/v1/jobs/" + id));
        check("get", "/v1/jobs", client.get("/v1/jobs?state=done&limit=3&inputs=true"));
        check("get", "/v1/jobs/{id}/form", client.get("/v1/jobs/" + id + "/form"));
        check("get", "/v1/jobs/{id}/form", client.get("/v1/jobs/none/form"));
        check("get", "/v1/jobs", client.get("/v1/jobs?state=odd"));
        check("post", "/v1/jobs/{id}/cancel", client.post("/v1/jobs/" + id + "/cancel", Map.of()));
        check("post", "/v1/jobs/{id}/move", client.post("/v1/jobs/" + id + "/move", Map.of("position", 1)));
        check("post", "/v1/jobs", client.post("/v1/jobs", Map.of("workflow", Map.of("zograf", 2))));
        check("get", "/v1/jobs/{id}", client.get("/v1/jobs/none"));
        check("get", "/v1/nodes", client.get("/v1/nodes"));
        check("get", "/v1/nodes/{type}", client.get("/v1/nodes/test.paint"));
        check("get", "/v1/models", client.get("/v1/models"));
        check("get", "/v1/health", client.get("/v1/health"));
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB), "png", png);
        check("post", "/v1/files", client.form("/v1/files", "file", "x.png", png.toByteArray(), Map.of()));
        check("get", "/v1/files", client.get("/v1/files?order=newest"));
        check("get", "/v1/files", client.get("/v1/files?order=odd"));
        check("delete", "/v1/jobs/{id}", client.send("DELETE", "/v1/jobs/" + id, null));
    }

    private void check(String method, String path, Client.Answer answer) {
        Map<String, Object> responses = at(document, "paths", path, method, "responses");
        assertThat(responses).as(method + " " + path).containsKey(String.valueOf(answer.status()));
        Map<String, Object> response = at(responses, String.valueOf(answer.status()));
        if (response.containsKey("$ref")) {
            response = at(document, "components", "responses", "Error");
        }
        if (answer.status() == 204 || !response.containsKey("content")) {
            assertThat(answer.body()).isEmpty();
            return;
        }
        Map<String, Object> content = at(response, "content");
        assertThat(content).as(method + " " + path).containsKey(answer.header("Content-Type"));
        Map<String, Object> schema = new LinkedHashMap<>(at(content, answer.header("Content-Type"), "schema"));
        schema.put("components", at(document, "components"));
        Schema compiled = VALIDATOR.getSchema(JsonText.write(schema), InputFormat.JSON);
        assertThat(compiled.validate(answer.text(), InputFormat.JSON))
                .as(method + " " + path + ": " + answer.text())
                .isEmpty();
    }
}
