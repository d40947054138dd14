package dev.zograf.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.Zograf;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class KeptResultsTest {

    @TempDir
    Path data;

    @Test
    void keepsNothingForLaterJobsIfToldSo() throws Exception {
        ServerOptions options = ServerOptions.of(data).listen("127.0.0.1", 0);
        assertThatThrownBy(() -> options.cache(-1)).hasMessageContaining("-1 bytes");
        try (ZografServer server =
                ZografServer.start(Zograf.builder().nodePlugins(new TestNodes()), options.cache(0))) {
            Client client = new Client(server.url(), server.port());
            for (int i = 0; i < 2; i++) {
                String id = String.valueOf(
                        client.post("/v1/jobs", Client.painting(5, 1, 0)).json().get("id"));
                assertThat(client.ended(id)).containsEntry("state", "done");
            }
            assertThat(client.get("/v1/metrics").text().lines())
                    .contains("zograf_node_seconds_count{type=\"test.paint@1\"} 2", "zograf_cache_size_bytes 0.0");
        }
    }
}
