package dev.zograf.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.runtime.digest.Sha256;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Jobs over {@code /v1}: what becomes of them, and of the line in which they wait. */
class V1JobsTest extends V1Case {

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
}
