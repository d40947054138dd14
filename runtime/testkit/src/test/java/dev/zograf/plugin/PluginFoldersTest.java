package dev.zograf.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.Zograf;
import dev.zograf.runtime.json.Problem;
import dev.zograf.runtime.plugin.PluginFailure;
import dev.zograf.runtime.plugin.PluginFailure.Kind;
import dev.zograf.runtime.plugin.PluginInfo;
import dev.zograf.runtime.plugin.PluginInfo.State;
import dev.zograf.testkit.PluginJars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found in plugin folders and loaded when it is needed, and what stays of it. */
class PluginFoldersTest {

    @TempDir
    Path plugins;

    @Test
    void findsSingleJarsAndFoldersAndLoadsThemWhenNeeded() throws IOException {
        PluginJars.echo("alpha", "1.0.0", "a").write(plugins.resolve("alpha.jar"));
        PluginJars.echo("beta", "2.1.0", "b").write(plugins.resolve("anything/beta-2.1.0.jar"));
        Files.writeString(plugins.resolve("README.md"), "Plugins.");
        Files.createDirectories(plugins.resolve(".hidden"));
        try (Zograf zograf = BesideAGoodOne.engine(plugins)) {
            assertThat(zograf.failures()).isEmpty();
            assertThat(zograf.plugins().list())
                    .filteredOn(p -> p.place().isPresent())
                    .extracting(PluginInfo::id, PluginInfo::state)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple("alpha", State.FOUND),
                            org.assertj.core.groups.Tuple.tuple("beta", State.FOUND));
            assertThat(Echo.run(zograf, "beta", "x")).isEqualTo("bx");
            assertThat(zograf.plugins().list())
                    .filteredOn(p -> p.state() == State.FOUND)
                    .extracting(PluginInfo::id)
                    .containsExactly("alpha");
            assertThat(zograf.nodes()).extracting(n -> n.type()).contains("alpha.echo@1", "beta.echo@1");
        }
    }

    @Test
    void leavesNoCopiesBehind() throws IOException {
        PluginJars.echo("alpha", "1.0.0", "a").write(plugins.resolve("alpha.jar"));
        Path copy;
        try (Zograf zograf = BesideAGoodOne.engine(plugins)) {
            Echo.run(zograf, "alpha", "x");
            Class<?> node = zograf.nodes().stream()
                    .filter(n -> n.id().equals("alpha.echo"))
                    .findFirst()
                    .orElseThrow()
                    .nodeClass();
            copy = Path.of(java.net.URI.create(
                    node.getProtectionDomain().getCodeSource().getLocation().toString()));
            assertThat(copy).exists().isNotEqualTo(plugins.resolve("alpha.jar"));
            // The jar on disk can go while its code runs.
            Files.delete(plugins.resolve("alpha.jar"));
            assertThat(Echo.run(zograf, "alpha", "y")).isEqualTo("ay");
        }
        assertThat(copy).doesNotExist();
        assertThat(copy.getParent().getParent()).doesNotExist();
    }

    @Test
    void saysWhichFolderIsMissing() {
        try (Zograf zograf =
                Zograf.builder().pluginFolder(plugins.resolve("none")).build()) {
            assertThat(zograf.failures()).singleElement().satisfies(f -> {
                assertThat(f.kind()).isEqualTo(Kind.UNREADABLE);
                assertThat(f.toString()).contains("none", "does not exist");
            });
        }
    }

    @Test
    void keepsTheFirstOfTwoPluginsWithOneId() {
        PluginJars.echo("same", "1.0.0", "first ").write(plugins.resolve("a.jar"));
        PluginJars.echo("same", "2.0.0", "second ").write(plugins.resolve("b.jar"));
        PluginFailure failure = BesideAGoodOne.onlyFailure(plugins);
        assertThat(failure.kind()).isEqualTo(Kind.DUPLICATE_PLUGIN);
        assertThat(failure.message()).contains("a.jar");
        try (Zograf zograf = BesideAGoodOne.engine(plugins)) {
            assertThat(Echo.run(zograf, "same", "wins")).isEqualTo("first wins");
        }
    }

    @Test
    void keepsTheFirstOfTwoNodesWithOneId() {
        PluginJars.echo("same", "1.0.0", "first ").field("id", "\"one\"").write(plugins.resolve("a.jar"));
        PluginJars.echo("same", "1.0.0", "second ").field("id", "\"two\"").write(plugins.resolve("b.jar"));
        PluginFailure failure = BesideAGoodOne.onlyFailure(plugins);
        assertThat(failure.kind()).isEqualTo(Kind.DUPLICATE_NODE);
        assertThat(failure.toString()).contains("two", "same.echo", "from the plugin one");
    }

    @Test
    void saysWhyANodeTypeIsNotThere() {
        PluginJars.echo("bad", "1.0.0", "").field("spi", "\">=99\"").write(plugins.resolve("bad.jar"));
        PluginJars.library().write(plugins.resolve("worse.jar"));
        PluginJars.plugin("late", "1.0.0")
                .source(
                        "late.P",
                        "package late; public class P implements dev.zograf.api.NodePlugin { public P() { throw new RuntimeException(\"late\"); } }")
                .provider("late.P")
                .nodes("late.echo@1")
                .write(plugins.resolve("late.jar"));
        try (Zograf zograf = BesideAGoodOne.engine(plugins)) {
            assertThat(problem(zograf, "bad.echo")).contains("bad.echo", "needs version >=99");
            assertThat(problem(zograf, "worse.echo")).contains("META-INF/zograf-plugin.json");
            assertThat(problem(zograf, "late.echo")).contains("RuntimeException: late");
            assertThat(zograf.failures()).hasSize(3);
        }
    }

    private static String problem(Zograf zograf, String type) {
        List<Problem> problems = zograf.check(Echo.workflow(type));
        assertThat(problems).hasSize(1);
        assertThat(problems.get(0).line()).isPositive();
        return problems.get(0).toString();
    }

    @Test
    void refusesToRunAJarThatHasChangedSinceItWasFound() {
        Path jar = PluginJars.echo("alpha", "1.0.0", "a").write(plugins.resolve("alpha.jar"));
        try (Zograf zograf = BesideAGoodOne.engine(plugins)) {
            PluginJars.echo("alpha", "1.0.1", "b").write(jar);
            assertThatThrownBy(() -> Echo.run(zograf, "alpha", "x")).hasMessageContaining("changed since it was found");
            zograf.plugins().reload();
            assertThat(Echo.run(zograf, "alpha", "x")).isEqualTo("bx");
        }
    }
}
