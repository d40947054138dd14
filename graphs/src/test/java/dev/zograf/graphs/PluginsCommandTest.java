package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.graphs.CommandLine.Result;
import dev.zograf.runtime.json.JsonText;
import dev.zograf.testkit.PluginJars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code plugins}, and what other commands do with plugin folders. */
class PluginsCommandTest {

    @TempDir
    Path folder;

    private static final String WORKFLOW = """
            { "zograf": 1,
              "nodes": { "echo": { "type": "%s@1", "in": { "text": "hello" } } },
              "outputs": { "text": {"from": "echo.text"} } }
            """;

    private String plugins() {
        return folder.resolve("plugins").toString();
    }

    private String workflow(String type) throws IOException {
        return Files.writeString(folder.resolve("workflow.json"), WORKFLOW.formatted(type))
                .toString();
    }

    private void write(PluginJars plugin, String jar) {
        plugin.write(folder.resolve("plugins").resolve(jar));
    }

    @Test
    @SuppressWarnings("unchecked")
    void leavesNothingOutOfWhatShips() {
        Result result = CommandLine.run("plugins", "--json");
        assertThat(result.code()).as(result.err()).isZero();
        Map<String, Object> json =
                (Map<String, Object>) JsonText.parse(result.out()).orElseThrow();
        List<Map<String, Object>> plugins = (List<Map<String, Object>>) json.get("plugins");
        assertThat(plugins).filteredOn(p -> p.get("id").equals("zograf")).hasSize(1);
        assertThat(plugins).filteredOn(p -> p.get("id").equals("contrib-qr")).hasSize(1);
        // Plugins of tests are on this class path as well.
        assertThat(plugins)
                .filteredOn(p -> !((String) p.get("version")).isEmpty())
                .allSatisfy(plugin -> {
                    assertThat((List<Object>) plugin.get("leftOut"))
                            .as("" + plugin.get("id"))
                            .isEmpty();
                    assertThat((List<Object>) plugin.get("nodes")).isNotEmpty();
                });
    }

    @Test
    void listsPluginsWithTheirStateAndHash() {
        write(PluginJars.echo("acme", "1.2.3", "> "), "acme.jar");
        write(PluginJars.echo("late", "1.0.0", "> ").field("spi", "\">=99\""), "late.jar");
        Result result = CommandLine.run("plugins", "--plugins", plugins());
        assertThat(result.code()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out())
                .contains("acme 1.2.3  ready", "acme.echo@1", "late  left out", "needs version >=99")
                .containsPattern("[0-9a-f]{64}  acme.jar");
    }

    @Test
    void runsAWorkflowWithAPluginFromAFolder() throws IOException {
        write(PluginJars.echo("acme", "1.2.3", "> "), "acme.jar");
        Result result = CommandLine.run("run", workflow("acme.echo"), "--plugins", plugins(), "-o", folder.toString());
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out()).contains("text: > hello");
    }

    @Test
    void refusesToRunWithoutAPluginThatWasLeftOutAndSaysWhy() throws IOException {
        write(PluginJars.echo("acme", "1.0.0", "> ").field("spi", "\">=99\""), "acme.jar");
        for (String command : List.of("run", "check")) {
            Result result = CommandLine.run(command, workflow("acme.echo"), "--plugins", plugins());
            assertThat(result.code()).isEqualTo(2);
            assertThat(result.err())
                    .contains("workflow.json:2:", "acme.echo", "needs version >=99")
                    .doesNotContain("\tat ");
        }
        Result nodes = CommandLine.run("nodes", "--plugins", plugins());
        assertThat(nodes.code()).isZero();
        assertThat(nodes.err()).contains("left out: acme: It needs version >=99");
        assertThat(nodes.out()).contains("load-image@1").doesNotContain("acme.echo");
    }

    @Test
    void saysWhatIsWrongWithTheCodeOfAPlugin() throws IOException {
        write(
                PluginJars.plugin("acme", "1.0.0")
                        .source(
                                "acme.P",
                                "package acme; public class P implements dev.zograf.api.NodePlugin { public P() { throw new RuntimeException(\"no\"); } }")
                        .provider("acme.P")
                        .nodes("acme.echo@1"),
                "acme.jar");
        Result result = CommandLine.run("check", workflow("acme.echo"), "--plugins", plugins());
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err().lines()).hasSize(1).first().asString().contains("acme.P threw", "RuntimeException: no");
        assertThat(CommandLine.run("nodes", "--plugins", plugins()).err()).contains("left out: acme: ");
        assertThat(CommandLine.run("plugins", "--plugins", plugins()).out()).contains("acme 1.0.0  left out");
    }

    @Test
    void refusesAPluginFolderThatIsNotThere() {
        Result result = CommandLine.run("nodes", "--plugins", plugins());
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("There is no plugin folder " + plugins());
    }

    @Test
    void refusesPluginsThatThePolicyDoesNotTrust() throws IOException {
        write(PluginJars.echo("acme", "1.0.0", "> "), "acme.jar");
        Path none = Files.writeString(folder.resolve("none.txt"), "# nobody\n");
        Result result = CommandLine.run(
                "run", workflow("acme.echo"), "--plugins", plugins(), "--plugin-trust", "allow:" + none);
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("acme.echo", "not on the allow-list");
        for (String wrong : List.of("some", "signed", "allow:", "signed:" + none, "allow:" + plugins())) {
            Result refused = CommandLine.run("nodes", "--plugins", plugins(), "--plugin-trust", wrong);
            assertThat(refused.code()).as(wrong).isEqualTo(2);
            assertThat(refused.err()).startsWith("zograf: ").doesNotContain("\tat ");
        }
    }
}
