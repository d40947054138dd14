package dev.zograf.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.Zograf;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class RestartTest {

    @TempDir
    Path data;

    @Test
    void losesNothingWhenItIsKilled() throws Exception {
        RestartHarness.Outcome outcome = RestartHarness.run(data, 2, 7);
        assertThat(outcome.acknowledged()).isPositive();
        assertThat(outcome.lost()).isZero();
        assertThat(outcome.corrupt()).isZero();
        assertThat(outcome.doubled()).as("files that no job has").isZero();
    }

    /** A workflow that ends when that file is there, as a request for a job. */
    private static Map<String, Object> holding(Path end) {
        return Map.of(
                "workflow",
                Map.of(
                        "zograf",
                        1,
                        "nodes",
                        Map.of("hold", Map.of("type", "test.hold", "in", Map.of("file", end.toString()))),
                        "outputs",
                        Map.of("there", Map.of("from", "hold.there"))));
    }

    private ZografServer start() throws Exception {
        return ZografServer.start(
                Zograf.builder().nodePlugins(new TestNodes()),
                ServerOptions.of(data).listen("127.0.0.1", 0));
    }

    @Test
    void jobsThatDidNotEndRunAfterARestart(@TempDir Path elsewhere) throws Exception {
        Path end = elsewhere.resolve("end");
        String running;
        String waiting;
        try (ZografServer server = start()) {
            Client client = new Client(server.url(), server.port());
            running =
                    String.valueOf(client.post("/v1/jobs", holding(end)).json().get("id"));
            waiting = String.valueOf(
                    client.post("/v1/jobs", Client.painting(6, 1, 0)).json().get("id"));
            while (!client.get("/v1/jobs/" + running).json().get("state").equals("running")) {
                Thread.sleep(10);
            }
        }
        try (ZografServer server = start()) {
            Client client = new Client(server.url(), server.port());
            Files.createFile(end);
            Map<String, Object> again = client.ended(running);
            assertThat(again).containsEntry("state", "done").containsEntry("attempts", 2L);
            assertThat(client.ended(waiting)).containsEntry("state", "done").containsEntry("attempts", 1L);
        }
    }
}
