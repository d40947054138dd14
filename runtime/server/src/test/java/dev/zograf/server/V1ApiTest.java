package dev.zograf.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.Zograf;
import dev.zograf.runtime.digest.Sha256;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class V1ApiTest {

    @TempDir
    static Path data;

    private ZografServer server;
    private Client client;

    @BeforeAll
    void start() throws Exception {
        server = ZografServer.start(
                Zograf.builder().nodePlugins(new TestNodes()),
                ServerOptions.of(data).listen("127.0.0.1", 0).queue(1, 30));
        client = new Client(server.url(), server.port());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private String submit(Map<String, Object> job) throws Exception {
        Client.Answer answer = client.post("/v1/jobs", job);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(answer.header("Location"))
                .isEqualTo("/v1/jobs/" + answer.json().get("id"));
        return String.valueOf(answer.json().get("id"));
    }

    private static List<?> list(Object value) {
        return (List<?>) value;
    }

    private static Map<?, ?> map(Object value) {
        return (Map<?, ?>) value;
    }

    @Test
    void runsAWorkflowAndGivesItsPictureByItsContents() throws Exception {
        Map<String, Object> job = client.ended(submit(Client.painting(51, 2, 0)));
        assertThat(job)
                .containsEntry("state", "done")
                .containsEntry("title", "Paint")
                .containsEntry("attempts", 1L);
        Map<?, ?> result = map(list(job.get("results")).get(0));
        Client.Answer picture = client.get(String.valueOf(result.get("href")));
        assertThat(picture.header("Content-Type")).isEqualTo("image/png");
        assertThat(Sha256.of(picture.body())).isEqualTo(result.get("sha256"));
        assertThat(picture.text()).as("the workflow that made it").contains("zograf");
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(picture.body()));
        assertThat(image.getRGB(0, 0) & 0xff).isEqualTo(51);
        assertThat(data.resolve("output").resolve(String.valueOf(result.get("name"))))
                .hasBinaryContent(picture.body());
        assertThat(client.get(String.valueOf(result.get("href")), "If-None-Match", picture.header("ETag"))
                        .status())
                .isEqualTo(304);
    }

    @Test
    void setsInputsOfAStoredWorkflow() throws Exception {
        Object workflow = Client.painting(1, 1, 0).get("workflow");
        assertThat(client.send(
                                "PUT",
                                "/v1/workflows/grey",
                                dev.zograf.runtime.json.JsonText.write(workflow).getBytes(StandardCharsets.UTF_8),
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
        byte[] text = dev.zograf.runtime.json.JsonText.write(workflow).getBytes(StandardCharsets.UTF_8);
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
    void givesSmallPicturesAndTakesMasks() throws Exception {
        BufferedImage drawn = new BufferedImage(64, 32, BufferedImage.TYPE_INT_RGB);
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(drawn, "png", png);
        Object name = client.form("/v1/files", "file", "mask.png", png.toByteArray(), Map.of())
                .json()
                .get("name");
        Client.Answer small = client.get("/v1/files/" + name + "?largest=16");
        assertThat(small.header("Content-Type")).isEqualTo("image/jpeg");
        assertThat(ImageIO.read(new ByteArrayInputStream(small.body())).getHeight())
                .isEqualTo(8);
        assertThat(client.get("/v1/files/" + name + "?largest=5000").status()).isEqualTo(400);
        Map<String, Object> job = client.ended(submit(Client.painting(5, 1, 0)));
        String href = String.valueOf(map(list(job.get("results")).get(0)).get("href"));
        assertThat(client.get(href + "?largest=64").header("Content-Type")).isEqualTo("image/jpeg");
        assertThat(client.get(href + "?largest=64").header("ETag"))
                .isNotEqualTo(client.get(href).header("ETag"));
        Object masked = Map.of(
                "zograf",
                1,
                "inputs",
                Map.of("where", Map.of("type", "mask")),
                "nodes",
                Map.of("m", Map.of("type", "test.cover", "in", Map.of("mask", Map.of("from", "inputs.where")))),
                "outputs",
                Map.of("share", Map.of("from", "m.share")));
        Map<String, Object> done =
                client.ended(submit(Map.of("workflow", masked, "inputs", Map.of("where", Map.of("file", name)))));
        assertThat(map(done.get("outputs")).get("share").toString()).isEqualTo("0.0");
        Client.Answer missing = client.post(
                "/v1/jobs", Map.of("workflow", masked, "inputs", Map.of("where", Map.of("file", "none.png"))));
        assertThat(missing.status()).isEqualTo(400);
        assertThat(map(list(missing.json().get("problems")).get(0)).get("pointer"))
                .isEqualTo("/inputs/where");
    }

    @Test
    void takesPicturesAsInputs() throws Exception {
        BufferedImage photo = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
        photo.setRGB(0, 0, 0x102030);
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(photo, "png", png);
        Client.Answer uploaded = client.form("/v1/files", "file", "../../evil.png", png.toByteArray(), Map.of());
        assertThat(uploaded.status()).as(uploaded.text()).isEqualTo(201);
        assertThat(uploaded.json()).containsEntry("width", 4L).containsEntry("media", "image/png");
        Object name = uploaded.json().get("name");
        String id = submit(Map.of(
                "workflow",
                Map.of(
                        "zograf",
                        1,
                        "inputs",
                        Map.of("photo", Map.of("type", "image")),
                        "nodes",
                        Map.of(
                                "n",
                                Map.of("type", "test.invert", "in", Map.of("image", Map.of("from", "inputs.photo")))),
                        "outputs",
                        Map.of("image", Map.of("from", "n.image"))),
                "inputs",
                Map.of("photo", Map.of("file", name))));
        String href =
                String.valueOf(map(list(client.ended(id).get("results")).get(0)).get("href"));
        assertThat(ImageIO.read(new ByteArrayInputStream(client.get(href).body()))
                                .getRGB(0, 0)
                        & 0xffffff)
                .isEqualTo(0xefdfcf);
    }

    @Test
    void keepsFilesThatNodesWrite() throws Exception {
        Map<String, Object> workflow = Map.of(
                "workflow",
                Map.of(
                        "zograf",
                        1,
                        "nodes",
                        Map.of(
                                "w",
                                Map.of(
                                        "type",
                                        "test.write",
                                        "in",
                                        Map.of("name", "notes/page.svg", "text", "<svg/>")))));
        Map<String, Object> job = client.ended(submit(workflow));
        assertThat(job).containsEntry("state", "done");
        Map<?, ?> result = map(list(job.get("results")).get(0));
        assertThat(data.resolve("output/notes/page.svg")).hasContent("<svg/>");
        Client.Answer file = client.get(String.valueOf(result.get("href")));
        assertThat(file.header("Content-Type")).isEqualTo("application/octet-stream");
        assertThat(file.header("Content-Disposition")).isEqualTo("attachment");
        assertThat(file.header("X-Content-Type-Options")).isEqualTo("nosniff");
        // The same once more does not write over the first.
        client.ended(submit(workflow));
        try (Stream<Path> files = Files.list(data.resolve("output/notes"))) {
            assertThat(files.map(f -> f.getFileName().toString())).contains("page.svg", "page_00001_.svg");
        }
    }

    @Test
    void saysWhatIsWrongWithAWorkflow() throws Exception {
        Client.Answer answer = client.post(
                "/v1/jobs", Map.of("workflow", Map.of("zograf", 1, "nodes", Map.of("a", Map.of("type", "test.pant")))));
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        Map<?, ?> problem = map(list(answer.json().get("problems")).get(0));
        assertThat(problem.get("pointer")).isEqualTo("/nodes/a/type");
        assertThat(String.valueOf(problem.get("remedy"))).contains("test.paint");
        assertThat(client.post("/v1/jobs", Map.of("workflow", Map.of(), "inputz", 1))
                        .text())
                .contains("inputz");
        assertThat(client.post("/v1/jobs", Map.of("workflow", "../x")).status()).isEqualTo(400);
    }

    @Test
    void saysWhyAJobFailed() throws Exception {
        Map<String, Object> job = client.ended(submit(Map.of(
                "workflow",
                Map.of(
                        "zograf",
                        1,
                        "nodes",
                        Map.of("f", Map.of("type", "test.fail")),
                        "outputs",
                        Map.of("image", Map.of("from", "f.image"))))));
        assertThat(job).containsEntry("state", "failed");
        assertThat(map(job.get("error")).get("node")).isEqualTo("f");
        assertThat(String.valueOf(map(job.get("error")).get("message"))).contains("<b>no</b>");
    }

    @Test
    void cancelsMovesAndRemoves() throws Exception {
        String running = submit(Client.painting(1, 1000, 20));
        while (!client.get("/v1/jobs/" + running).json().get("state").equals("running")) {
            Thread.sleep(10);
        }
        String first = submit(Client.painting(2, 1, 0));
        String second = submit(Client.painting(3, 1, 0));
        assertThat(client.get("/v1/jobs/" + second).json()).containsEntry("position", 1L);
        assertThat(client.post("/v1/jobs/" + second + "/move", Map.of("position", 0))
                        .json())
                .containsEntry("position", 0L);
        assertThat(client.get("/v1/jobs/" + first).json()).containsEntry("position", 1L);
        assertThat(client.send("POST", "/v1/jobs/" + first + "/cancel", null).status())
                .isEqualTo(202);
        assertThat(client.get("/v1/jobs/" + first).json()).containsEntry("state", "cancelled");
        assertThat(client.send("DELETE", "/v1/jobs/" + running, null).status()).isEqualTo(409);
        client.send("POST", "/v1/jobs/" + running + "/cancel", null);
        assertThat(client.ended(running)).containsEntry("state", "cancelled");
        assertThat(client.ended(second)).containsEntry("state", "done");
        assertThat(client.send("DELETE", "/v1/jobs/" + second, null).status()).isEqualTo(204);
        assertThat(client.get("/v1/jobs/" + second).status()).isEqualTo(404);
        assertThat(client.post("/v1/jobs/" + running + "/cancel", Map.of()).status())
                .isEqualTo(409);
    }

    @Test
    void refusesAJobWhenTheQueueIsFull() throws Exception {
        List<String> ids = new ArrayList<>();
        ids.add(submit(Client.painting(1, 1000, 20)));
        Client.Answer last = null;
        for (int i = 0; i < 40; i++) {
            last = client.post("/v1/jobs", Client.painting(i, 1, 0));
            if (last.status() != 201) {
                break;
            }
            ids.add(String.valueOf(last.json().get("id")));
        }
        assertThat(last.status()).isEqualTo(429);
        assertThat(last.json().get("detail")).isEqualTo("The queue is full: 30 jobs wait. Try again later.");
        assertThat(Integer.parseInt(last.header("Retry-After"))).isBetween(1, 60);
        for (String id : ids) {
            client.send("POST", "/v1/jobs/" + id + "/cancel", null);
            client.ended(id);
        }
    }

    @Test
    void tellsWhatHappensAndGoesOnWhereTheClientLeft() throws Exception {
        String id = submit(Client.painting(123, 4, 50));
        List<String> lines = events("/v1/jobs/" + id + "/events?previews=true", "");
        assertThat(lines).anyMatch(line -> line.equals("event: job"));
        assertThat(lines).anyMatch(line -> line.equals("event: preview"));
        assertThat(lines).anyMatch(line -> line.contains("\"jpeg\""));
        assertThat(lines).filteredOn(line -> line.startsWith("event: done")).hasSize(1);
        List<String> ids = lines.stream()
                .filter(line -> line.startsWith("id: "))
                .map(line -> line.substring(4))
                .toList();
        String beforeLast = ids.get(ids.size() - 2);
        List<String> rest = events("/v1/jobs/" + id + "/events", beforeLast);
        assertThat(rest).filteredOn(line -> line.startsWith("event: ")).containsExactly("event: done");
        List<String> late = events("/v1/jobs/" + id + "/events", "");
        assertThat(late).filteredOn(line -> line.startsWith("event: ")).containsExactly("event: job");
        assertThat(late).anyMatch(line -> line.contains("\"state\": \"done\""));
    }

    @Test
    void saysWhatNodesFindOdd() throws Exception {
        Map<String, Object> job = Map.of(
                "workflow",
                Map.of(
                        "zograf",
                        1,
                        "nodes",
                        Map.of("o", Map.of("type", "test.odd", "in", Map.of("text", "a (cat"))),
                        "outputs",
                        Map.of("text", Map.of("from", "o.text"))));
        Map<String, String> warning = Map.of("node", "o", "text", "The text a (cat is odd.");
        String first = submit(job);
        assertThat(client.ended(first).get("warnings")).isEqualTo(List.of(warning));
        String seen = events("/v1/jobs/" + first + "/events", "").stream()
                .filter(line -> line.startsWith("id: "))
                .findFirst()
                .orElseThrow()
                .substring(4);

        String second = submit(job);
        assertThat(client.ended(second).get("warnings"))
                .as("though the result was there")
                .isEqualTo(List.of(warning));
        List<String> lines = events("/v1/jobs/" + second + "/events", seen);
        assertThat(lines).contains("event: cached", "event: warning");
        assertThat(lines).anyMatch(line -> line.startsWith("data: ") && line.contains("The text a (cat is odd."));
    }

    private List<String> events(String path, String last) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(client.url() + path));
        if (!last.isEmpty()) {
            request.header("Last-Event-ID", last);
        }
        HttpResponse<Stream<String>> response =
                HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofLines());
        assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream");
        return response.body().toList();
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
