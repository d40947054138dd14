package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.graphs.CommandLine.Result;
import dev.zograf.testkit.PluginJars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plugin from a folder brings tables for classes of its own, and every command knows them. */
class ComfyPluginTest {

    private static final String TABLES = "META-INF/zograf/comfy/";

    private static final String TABLE = """
            { "class": "AcmeEcho", "name": "Echo", "category": "acme",
              "inputs": { "text": { "type": "STRING", "default": "" } },
              "outputs": ["STRING"],
              "native": {
                "nodes": { "echo": { "type": "acme.echo@1", "in": { "text": "$text" } } },
                "out": [{ "from": "echo.text" }], "ask": { "text": "text" } } }
            """;

    private static final String PROMPT = """
            { "1": { "class_type": "AcmeEcho", "inputs": { "text": "hello" } },
              "2": { "class_type": "PreviewAny", "inputs": { "source": ["1", 0] } } }
            """;

    private static final String OWN = """
            { "zograf": 1,
              "nodes": {
                "echo": { "type": "acme.echo@1", "in": { "text": "hello" } },
                "there": { "type": "load-image@1", "in": { "image": { "from": "echo.text" } } } },
              "outputs": { "image": { "from": "there.image" } } }
            """;

    @TempDir
    private Path folder;

    private String prompt;

    @BeforeEach
    void write() throws IOException {
        prompt = Files.writeString(folder.resolve("prompt.json"), PROMPT).toString();
    }

    private String plugins(String table) {
        PluginJars.echo("acme", "1.0.0", "> ")
                .entry(TABLES + "index.txt", "AcmeEcho\n")
                .entry(TABLES + "AcmeEcho.json", table)
                .write(folder.resolve("plugins/acme.jar"));
        return folder.resolve("plugins").toString();
    }

    @Test
    void withoutThePluginTheClassIsNotKnown() {
        Result result = CommandLine.run("check", prompt);

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("prompt.json:1:8: /1: node 1 (AcmeEcho");
    }

    @Test
    void importCheckRunAndExportKnowIt() throws IOException {
        String plugins = plugins(TABLE);
        Path own = folder.resolve("own.json");

        assertThat(CommandLine.run("check", prompt, "--plugins", plugins).out()).contains("ok");
        Result run = CommandLine.run("run", prompt, "--plugins", plugins, "--set", "text=again");
        assertThat(run.out()).as(run.err()).contains("preview: > again");
        Result imported = CommandLine.run("import", prompt, "-o", own.toString(), "--plugins", plugins);
        assertThat(imported.code()).as(imported.err()).isZero();
        assertThat(Files.readString(own)).contains("acme.echo@1");
        Files.writeString(own, OWN);
        Result exported = CommandLine.run("export", own.toString(), "--plugins", plugins);
        assertThat(exported.out()).as(exported.err()).contains("\"AcmeEcho\"", "\"hello\"", "\"LoadImage\"");
    }

    @Test
    void aWrongTableIsLeftOutAndNamed() {
        Result result = CommandLine.run("check", prompt, "--plugins", plugins("{ \"class\": 3 }"));

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err())
                .contains("left out: the plugin acme's tables of ComfyUI's classes", "AcmeEcho.json", "No table knows");
    }
}
