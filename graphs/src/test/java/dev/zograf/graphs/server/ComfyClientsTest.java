package dev.zograf.graphs.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.zograf.Zograf;
import dev.zograf.server.ServerOptions;
import dev.zograf.server.ZografServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Published client packages, and ComfyUI's front end in headless Chromium, against a server. They are not Java and not ours, so each runs
 * only where it is said where they are ({@link Elsewhere}).
 */
@Timeout(300)
class ComfyClientsTest {

    @TempDir
    Path data;

    /** The test is skipped if nobody says where that is. */
    private static String given(String property, String what) {
        Optional<String> value = Elsewhere.given(property);
        assumeTrue(value.isPresent(), "Not run: set -D" + property + "=" + what);
        return value.get();
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
        Optional<Path> chromium = Chromium.find();
        assumeTrue(chromium.isPresent(), Chromium.MISSING);
        String modules = given("zograf.playwright", "DIR, a folder with node_modules/playwright-core.");
        try (ZografServer server = ZografServer.start(
                Zograf.builder(), ServerOptions.of(data).listen("127.0.0.1", 0).frontEnd(Path.of(pages)))) {
            assertThat(said(new ProcessBuilder(
                            "node",
                            script("front-end.mjs"),
                            server.url(),
                            chromium.get().toString(),
                            data.toString(),
                            modules)))
                    .contains("node types");
        }
        for (String picture : new String[] {"loaded.png", "running.png", "done.png"}) {
            assertThat(data.resolve(picture)).isNotEmptyFile();
        }
    }
}
