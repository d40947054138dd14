package dev.zograf.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.RunEvent;
import dev.zograf.Zograf;
import dev.zograf.testkit.PluginJars;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a plugin from a folder sees: its own jars, the plugin interface, what the host exposes, and nothing else. */
class PluginIsolationTest {

    @TempDir
    Path plugins;

    private static final String NODE = """
            package %1$s;

            import dev.zograf.api.*;
            import java.util.List;

            @NodeType(id = "%1$s.echo")
            public final class Probe implements Node<Probe.In, Probe.Out> {
                public record In(@Doc("The text.") String text) {}
                public record Out(@Doc("The result.") String text) {}

                @Override public Out run(In in, RunContext ctx) throws Exception {
                    ctx.progress(1, 1);
                    return new Out(answer(in.text()));
                }

                static String answer(String text) throws Exception {
                    %2$s
                }

                public static final class Plugin implements NodePlugin {
                    @Override public List<Class<? extends Node<?, ?>>> nodes() {
                        return List.of(Probe.class);
                    }
                }
            }
            """;

    private static PluginJars probe(String id, String code) {
        return PluginJars.plugin(id, "1.0.0")
                .source(id + ".Probe", NODE.formatted(id, code))
                .provider(id + ".Probe$Plugin")
                .nodes(id + ".echo@1");
    }

    private Zograf engine() {
        return Zograf.builder().pluginFolder(plugins).build();
    }

    private Path library(String folder, String says) {
        return PluginJars.library()
                .source(
                        "lib.Version",
                        "package lib; public class Version { public static String say() { return \"" + says + "\"; } }")
                .entry("lib/version.txt", says)
                .write(plugins.resolve(folder).resolve("lib.jar"));
    }

    @Test
    void twoPluginsWithTwoVersionsOfALibraryBothWork() {
        Path one = library("one", "version 1");
        Path two = library("two", "version 2");
        probe("one", "return lib.Version.say();").needs(one).write(plugins.resolve("one/one.jar"));
        probe("two", "return lib.Version.say();").needs(two).write(plugins.resolve("two/two.jar"));
        try (Zograf zograf = engine()) {
            assertThat(Echo.run(zograf, "one", "")).isEqualTo("version 1");
            assertThat(Echo.run(zograf, "two", "")).isEqualTo("version 2");
        }
    }

    @Test
    void aPluginSeesNeitherTheEngineNorItsLibrariesNorOtherPlugins() {
        probe("one", "return Class.forName(text).getName();").write(plugins.resolve("one.jar"));
        PluginJars.echo("two", "1.0.0", "").write(plugins.resolve("two.jar"));
        try (Zograf zograf = engine()) {
            assertThat(Echo.run(zograf, "two", "loaded")).isEqualTo("loaded");
            for (String hidden : new String[] {
                "dev.zograf.Zograf",
                "dev.zograf.runtime.node.NodeRegistry",
                "dev.zograf.testkit.PluginJars",
                "com.google.inject.Guice",
                "org.assertj.core.api.Assertions",
                "two.Echo"
            }) {
                assertThatThrownBy(() -> Echo.run(zograf, "one", hidden))
                        .as(hidden)
                        .hasMessageContaining("ClassNotFoundException: " + hidden);
            }
            for (String shown : new String[] {
                "dev.zograf.api.value.Image",
                "dev.zograf.tensor.Tensor",
                "jakarta.inject.Inject",
                "org.jspecify.annotations.NullMarked",
                "org.slf4j.Logger",
                "java.sql.Connection"
            }) {
                assertThat(Echo.run(zograf, "one", shown)).isEqualTo(shown);
            }
        }
    }

    @Test
    void aPluginSeesWhatTheHostExposes() {
        probe("one", "return dev.zograf.plugin.Greeting.word();").write(plugins.resolve("one.jar"));
        try (Zograf zograf = engine()) {
            assertThatThrownBy(() -> Echo.run(zograf, "one", "")).hasMessageContaining("plugin/Greeting");
        }
        try (Zograf zograf = Zograf.builder()
                .pluginFolder(plugins)
                .expose("dev.zograf.plugin.")
                .build()) {
            assertThat(Echo.run(zograf, "one", "")).isEqualTo("hello");
        }
        assertThatThrownBy(() -> Zograf.builder().expose("dev.zograf"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("end it with a dot");
    }

    @Test
    void resourcesOfTheHostDoNotLeakIn() {
        String code = """
                ClassLoader loader = Probe.class.getClassLoader();
                int all = java.util.Collections.list(loader.getResources(text)).size();
                java.net.URL url = loader.getResource(text);
                try (java.io.InputStream in = loader.getResourceAsStream(text)) {
                    String content = in == null ? "none" : new String(in.readAllBytes());
                    String again = url == null ? "none" : new String(url.openStream().readAllBytes());
                    return all + " " + content + " " + content.equals(again);
                }
                """;
        Path library = library("one", "a text");
        probe("one", code)
                .needs(library)
                .entry("META-INF/services/acme.Own", "own")
                .write(plugins.resolve("one/one.jar"));
        try (Zograf zograf = engine()) {
            assertThat(Echo.run(zograf, "one", "lib/version.txt")).isEqualTo("1 a text true");
            assertThat(Echo.run(zograf, "one", "META-INF/services/acme.Own")).isEqualTo("1 own true");
            assertThat(Echo.run(zograf, "one", "META-INF/services/dev.zograf.api.NodePlugin"))
                    .isEqualTo("1 one.Probe$Plugin true");
            assertThat(Echo.run(zograf, "one", "META-INF/services/org.junit.platform.engine.TestEngine"))
                    .isEqualTo("0 none true");
        }
    }

    @Test
    void theContextClassLoaderIsThePluginsWhileItsCodeRunsAndTheHostsForListeners() {
        probe("one", "return Thread.currentThread().getContextClassLoader().getName();")
                .write(plugins.resolve("one.jar"));
        Set<ClassLoader> seen = ConcurrentHashMap.newKeySet();
        ClassLoader mine = Thread.currentThread().getContextClassLoader();
        try (Zograf zograf = engine()) {
            String name = zograf.run(Echo.read(zograf, "one"), event -> {
                        if (event instanceof RunEvent.Progress) {
                            seen.add(Thread.currentThread().getContextClassLoader());
                        }
                    })
                    .get("text", String.class);
            assertThat(name).isEqualTo("plugin one");
        }
        assertThat(seen).containsExactly(mine);
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(mine);
    }

    @Test
    void aCopyOfThePluginInterfaceInAPluginIsIgnored() {
        probe("one", "return String.valueOf(Doc.class.getClassLoader() == Probe.class.getClassLoader());")
                .entry("dev/zograf/api/Doc.class", "no class at all")
                .write(plugins.resolve("one.jar"));
        try (Zograf zograf = engine()) {
            assertThat(Echo.run(zograf, "one", "")).isEqualTo("false");
        }
    }
}
