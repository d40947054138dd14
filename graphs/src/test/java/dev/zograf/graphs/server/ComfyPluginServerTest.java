package dev.zograf.graphs.server;

import static dev.zograf.graphs.server.ComfyClient.map;
import static dev.zograf.graphs.server.ComfyClient.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.Zograf;
import dev.zograf.server.ServerOptions;
import dev.zograf.server.ZografServer;
import dev.zograf.testkit.PluginJars;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A plugin's tables count on the server, too: its classes are listed, checked and run. */
@Timeout(120)
class ComfyPluginServerTest {

    private static final String TABLES = "META-INF/zograf/comfy/";

    private static final String TABLE = """
            { "class": "AcmeEcho", "name": "Echo", "category": "acme",
              "inputs": { "text": { "type": "STRING", "default": "" } },
              "outputs": ["STRING"],
              "native": {
                "nodes": { "echo": { "type": "acme.echo@1", "in": { "text": "$text" } } },
                "out": [{ "from": "echo.text" }] } }
            """;

    @TempDir
    private Path folder;

    @Test
    void listsChecksAndRunsTheClassesOfPlugins() throws Exception {
        PluginJars.echo("acme", "1.0.0", "> ")
                .entry(TABLES + "index.txt", "AcmeEcho\n")
                .entry(TABLES + "AcmeEcho.json", TABLE)
                .write(folder.resolve("plugins/acme.jar"));
        try (ZografServer server = ZografServer.start(
                Zograf.builder().pluginFolder(folder.resolve("plugins")),
                ServerOptions.of(folder.resolve("data")).listen("127.0.0.1", 0))) {
            ComfyClient comfy = new ComfyClient(server.url());

            Map<String, Object> echo =
                    map(comfy.get("/object_info/AcmeEcho").json().get("AcmeEcho"));
            assertThat(echo).containsEntry("display_name", "Echo").containsEntry("category", "acme");
            Map<String, Object> prompt =
                    Map.of("1", node("AcmeEcho", "text", "hello"), "2", node("PreviewAny", "source", List.of("1", 0)));
            ComfyClient.Answer queued = comfy.post("/prompt", Map.of("prompt", prompt));
            assertThat(queued.status()).as(queued.text()).isEqualTo(200);
            Map<String, Object> history = comfy.ended(queued.json().get("prompt_id"));
            assertThat(map(history.get("status"))).containsEntry("status_str", "success");
            ComfyClient.Answer refused = comfy.post(
                    "/prompt",
                    Map.of(
                            "prompt",
                            Map.of(
                                    "1", node("AcmeEcho", "text", List.of("9", 0)),
                                    "2", node("PreviewAny", "source", List.of("1", 0)))));
            assertThat(refused.status()).isEqualTo(400);
        }
    }
}
