package dev.zograf.graphs.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.zograf.Zograf;
import dev.zograf.server.ServerOptions;
import dev.zograf.server.ZografServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Published client packages, and ComfyUI's front end in headless Chromium, against a server. They are not Java and not ours, so each runs
 * only where a system property, or an environment variable of the same name in capitals and with underscores, says where it is.
 */
@Timeout(300)
class ComfyClientsTest {

    @TempDir
    Path data;

    /** Where something that is not part of Zograf lies; the test is skipped if that is not said. */
    private static String given(String property, String what) {
        String value = System.getProperty(property, "");
        if (value.isEmpty()) {
            value = String.valueOf(System.getenv()
                    .getOrDefault(property.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT), ""));
        }
        assumeTrue(!value.isEmpty(), "Not run: set -D" + property + "=" + what);
        return value;
    }

    private static String said(ProcessBuilder command) throws IOException, InterruptedException {
        Process process = command.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    private static String script(String name) {
        return Path.of(System.getProperty("zograf.root"), "graphs/src/test/clients", name)
                .toString();
    }

    @Test
    void clientsOfComfyUiWork() throws Exception {
        String python = given(
                "zograf.clients", "PYTHON, a Python with comfy-api-simplified, comfyui-api-client and comfy-cli.");
        try (ZografServer server =
                ZografServer.start(Zograf.builder(), ServerOptions.of(data).listen("127.0.0.1", 0))) {
            assertThat(said(new ProcessBuilder(
                            python, script("clients.py"), "127.0.0.1", String.valueOf(server.port()))))
                    .contains("simplified ok", "api_client ok", "cli ok");
        }
    }

    @Test
    void theFrontEndOfComfyUiWorks() throws Exception {
        String pages = given("zograf.front-end", "DIR, the folder \"static\" of the package comfyui-frontend-package.");
        String chromium = given("zograf.chromium", "FILE, the program of Chromium.");
        String modules = given("zograf.playwright", "DIR, a folder with node_modules/playwright-core.");
        try (ZografServer server = ZografServer.start(
                Zograf.builder(), ServerOptions.of(data).listen("127.0.0.1", 0).frontEnd(Path.of(pages)))) {
            assertThat(said(new ProcessBuilder(
                            "node", script("front-end.mjs"), server.url(), chromium, data.toString(), modules)))
                    .contains("node types");
        }
        for (String picture : new String[] {"loaded.png", "running.png", "done.png"}) {
            assertThat(data.resolve(picture)).isNotEmptyFile();
        }
    }
}
