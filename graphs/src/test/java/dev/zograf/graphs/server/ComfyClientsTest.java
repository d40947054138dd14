package dev.zograf.graphs.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.zograf.Zograf;
import dev.zograf.server.ServerOptions;
import dev.zograf.server.ZografServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Published client packages against a server. They are Python, so this runs only where there is one that has them:
 * {@code -Dzograf.clients=/path/to/venv/bin/python}.
 */
@Timeout(300)
class ComfyClientsTest {

    @TempDir
    Path data;

    @Test
    void clientsOfComfyUiWork() throws Exception {
        String python = System.getProperty("zograf.clients", "");
        assumeTrue(
                !python.isEmpty(),
                "Not run: set -Dzograf.clients=PYTHON, a Python with comfy-api-simplified, comfyui-api-client and"
                        + " comfy-cli.");
        Path script = Path.of(System.getProperty("zograf.root"), "graphs/src/test/clients/clients.py");
        try (ZografServer server =
                ZografServer.start(Zograf.builder(), ServerOptions.of(data).listen("127.0.0.1", 0))) {
            Process process = new ProcessBuilder(python, script.toString(), "127.0.0.1", String.valueOf(server.port()))
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(said).isZero();
            assertThat(said).contains("simplified ok", "api_client ok", "cli ok");
        }
    }
}
