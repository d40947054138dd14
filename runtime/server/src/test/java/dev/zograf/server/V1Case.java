package dev.zograf.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.Zograf;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One server for all tests of a class, with the nodes of {@link TestNodes}: one job runs at a time, and 30 may wait. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class V1Case {

    Path data;
    Client client;
    private ZografServer server;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        data = folder;
        server = ZografServer.start(
                Zograf.builder().nodePlugins(new TestNodes()),
                ServerOptions.of(data).listen("127.0.0.1", 0).queue(1, 30));
        client = new Client(server.url(), server.port());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    /** Hands in a job, and gives its id. */
    final String submit(Map<String, Object> job) throws Exception {
        Client.Answer answer = client.post("/v1/jobs", job);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(answer.header("Location"))
                .isEqualTo("/v1/jobs/" + answer.json().get("id"));
        return String.valueOf(answer.json().get("id"));
    }

    static List<?> list(Object value) {
        return (List<?>) value;
    }

    static Map<?, ?> map(Object value) {
        return (Map<?, ?>) value;
    }
}
