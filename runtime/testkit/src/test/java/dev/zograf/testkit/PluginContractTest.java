package dev.zograf.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.Doc;
import dev.zograf.api.Migration;
import dev.zograf.api.Node;
import dev.zograf.api.NodePlugin;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginContractTest {

    @TempDir
    Path folder;

    /** Has been changed twice. */
    @Doc("Gives a text back.")
    @NodeType(id = "acme.third", version = 3, category = "text")
    public static final class Third implements Node<Third.In, Third.Out> {
        public record In(@Doc("The text.") String text) {}

        public record Out(@Doc("The text.") String text) {}

        @Override
        public Out run(In in, RunContext ctx) {
            return new Out(in.text());
        }
    }

    private static NodePlugin plugin(Migration... migrations) {
        return new NodePlugin() {
            @Override
            public List<Class<? extends Node<?, ?>>> nodes() {
                return List.of(Third.class);
            }

            @Override
            public List<Migration> migrations() {
                return List.of(migrations);
            }
        };
    }

    @Test
    void migrationsHaveNoGaps() {
        Migration first = Migration.of("acme.third", 1, 2);
        Migration second = Migration.of("acme.third", 2, 3);
        assertThatThrownBy(() -> NodeContract.verify(plugin(second)))
                .hasMessageContaining("nothing brings acme.third from version 1 to 2")
                .hasMessageContaining("add Migration.of(\"acme.third\", 1, 2)");
        assertThatThrownBy(() -> NodeContract.verify(plugin(first, second.rename("old", "words"))))
                .hasMessageContaining("from 2 to 3 leads to an input words; there is [text]");
        assertThatThrownBy(() -> NodeContract.verify(plugin(first, second, Migration.of("acme.other", 1, 2))))
                .hasMessageContaining("migrates acme.other, which it does not have");
        assertThatThrownBy(() -> NodeContract.verify(plugin(first, second, Migration.of("acme.third", 3, 4))))
                .hasMessageContaining("and the node is version 3");
        assertThatThrownBy(() -> NodeContract.verify(plugin(first, first, second)))
                .hasMessageContaining("two migrations of acme.third from 1 to 2");
    }

    @Test
    void aPluginInAJarIsHeldToItsDescriptor() throws Exception {
        assertThatCode(() -> verify(jar("good"))).doesNotThrowAnyException();
        assertThatThrownBy(() -> verify(jar("less").nodes()))
                .hasMessageContaining("lists the nodes [], and the plugin has [less.echo@1]");
        assertThatThrownBy(() -> verify(jar("more").nodes("more.echo@1", "more.gone@1")))
                .hasMessageContaining("lists the nodes [more.echo@1, more.gone@1]");
        assertThatThrownBy(() -> verify(jar("spi").field("spi", "\">=9.0 <10.0\"")))
                .hasMessageContaining("needs version >=9.0 <10.0 of the plugin interface");
    }

    @Test
    void aDescriptorIsThere() {
        assertThatThrownBy(() -> NodeContract.verify(plugin()))
                .hasMessageContaining("there is no META-INF/zograf-plugin.json beside its class");
    }

    @Test
    void whoIsNoNodeOfThePluginCannotBeGivenInputs() {
        assertThatThrownBy(() -> NodeContract.of(plugin()).node(String.class, it -> {}))
                .hasMessageContaining("has no node class java.lang.String");
    }

    private static PluginJars jar(String id) {
        return PluginJars.plugin(id, "1.0.0")
                .source(id + ".Echo", """
                        package %s;

                        import dev.zograf.api.*;
                        import java.util.List;

                        @NodeType(id = "%s.echo", category = "text")
                        @Doc("Gives a text back.")
                        public final class Echo implements Node<Echo.In, Echo.Out> {
                            public record In(@Doc("The text.") String text) {}
                            public record Out(@Doc("The text.") String text) {}

                            @Override public Out run(In in, RunContext ctx) {
                                return new Out(in.text());
                            }

                            public static final class Plugin implements NodePlugin {
                                @Override public List<Class<? extends Node<?, ?>>> nodes() {
                                    return List.of(Echo.class);
                                }
                            }
                        }
                        """.formatted(id, id))
                .provider(id + ".Echo$Plugin")
                .nodes(id + ".echo@1");
    }

    private void verify(PluginJars jar) throws Exception {
        Path file = jar.write(folder.resolve(System.nanoTime() + ".jar"));
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {file.toUri().toURL()}, getClass().getClassLoader())) {
            String name = file.getFileName().toString();
            NodePlugin plugin = java.util.ServiceLoader.load(NodePlugin.class, loader).stream()
                    .filter(provider -> provider.type().getClassLoader() == loader)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(name))
                    .get();
            NodeContract.verify(plugin);
        }
    }
}
