package dev.zograf.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.Run;
import dev.zograf.Workflow;
import dev.zograf.WorkflowException;
import dev.zograf.Zograf;
import dev.zograf.runtime.plugin.PluginException;
import dev.zograf.runtime.plugin.PluginFailure.Kind;
import dev.zograf.runtime.plugin.PluginInfo;
import dev.zograf.testkit.Leftovers;
import dev.zograf.testkit.PluginJars;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins that are added, removed and reloaded while the engine runs, and what is left of them afterwards: nothing. */
class PluginReloadTest {

    @TempDir
    Path plugins;

    private Path echo(String version, String before) {
        return PluginJars.echo("acme", version, before).write(plugins.resolve("acme.jar"));
    }

    private Zograf engine() {
        return Zograf.builder().pluginFolder(plugins).threads(2).build();
    }

    @Test
    void addsAndRemovesAPlugin(@TempDir Path elsewhere) {
        Path jar = PluginJars.echo("acme", "1.0.0", "> ").write(elsewhere.resolve("acme.jar"));
        try (Zograf zograf = engine()) {
            assertThat(zograf.check(Echo.workflow("acme.echo"))).isNotEmpty();
            PluginInfo added = zograf.plugins().add(jar);
            assertThat(added.id()).isEqualTo("acme");
            assertThat(added.state()).isEqualTo(PluginInfo.State.READY);
            assertThat(added.jars())
                    .singleElement()
                    .satisfies(j -> assertThat(j.sha256()).hasSize(64));
            Workflow workflow = Echo.read(zograf, "acme").with("text", "x");
            assertThat(zograf.run(workflow).get("text", String.class)).isEqualTo("> x");
            zograf.plugins().remove("acme");
            assertThat(zograf.plugins().list()).extracting(PluginInfo::id).doesNotContain("acme");
            assertThatThrownBy(() -> zograf.run(workflow))
                    .isInstanceOf(WorkflowException.class)
                    .hasMessageContaining("There is no node type \"acme.echo\"");
            zograf.plugins().add(jar);
            assertThat(zograf.run(workflow).get("text", String.class)).isEqualTo("> x");
        }
    }

    @Test
    void aWorkflowThatWasReadBeforeRunsOnTheNewVersionAndTakesNoResultOfTheOldOne() {
        echo("1.0.0", "old ");
        try (Zograf zograf = engine()) {
            Workflow workflow = Echo.read(zograf, "acme").with("text", "x");
            assertThat(zograf.run(workflow).get("text", String.class)).isEqualTo("old x");
            echo("1.0.0", "new ");
            assertThat(zograf.run(workflow).get("text", String.class)).isEqualTo("old x");
            zograf.plugins().reload("acme");
            assertThat(zograf.run(workflow).get("text", String.class)).isEqualTo("new x");
        }
    }

    @Test
    void aRunFinishesOnTheVersionThatItStartedWith() throws Exception {
        Path signal = plugins.resolveSibling("go-" + System.nanoTime());
        PluginJars.plugin("acme", "1.0.0")
                .source("acme.Slow", slow("old"))
                .source("acme.Late", "package acme; class Late { static String say() { return \"old\"; } }")
                .provider("acme.Slow$Plugin")
                .nodes("acme.echo@1")
                .write(plugins.resolve("acme.jar"));
        try (Zograf zograf = engine()) {
            CountDownLatch started = new CountDownLatch(1);
            Workflow workflow = Echo.read(zograf, "acme").with("text", signal.toString());
            Run run = zograf.start(workflow, event -> {
                if (event instanceof dev.zograf.RunEvent.Progress) {
                    started.countDown();
                }
            });
            assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
            echo("2.0.0", "new ");
            zograf.plugins().reload("acme");
            assertThat(Echo.run(zograf, "acme", "x")).isEqualTo("new x");
            zograf.plugins().remove("acme");
            Files.createFile(signal);
            // Its class Late is loaded only now, from the version that is gone.
            assertThat(run.join().get("text", String.class)).isEqualTo("old");
        } finally {
            Files.deleteIfExists(signal);
        }
    }

    private static String slow(String says) {
        return """
                package acme;

                import dev.zograf.api.*;
                import java.nio.file.*;
                import java.util.List;

                @NodeType(id = "acme.echo")
                public final class Slow implements Node<Slow.In, Slow.Out> {
                    public record In(@Doc("The text.") String text) {}
                    public record Out(@Doc("The result.") String text) {}

                    @Override public Out run(In in, RunContext ctx) throws Exception {
                        while (!Files.exists(Path.of(in.text()))) {
                            ctx.progress(0, 1);
                            Thread.sleep(5);
                        }
                        return new Out(Late.say());
                    }

                    public static final class Plugin implements NodePlugin {
                        @Override public List<Class<? extends Node<?, ?>>> nodes() {
                            return List.of(Slow.class);
                        }
                    }
                }
                """;
    }

    @Test
    void aBadPluginIsRefusedAndNothingChanges(@TempDir Path elsewhere) throws IOException {
        echo("1.0.0", "> ");
        Path bad = Files.writeString(elsewhere.resolve("bad.jar"), "no jar");
        Path other = PluginJars.echo("acme", "9.0.0", "other ").write(elsewhere.resolve("acme.jar"));
        Path rival = PluginJars.echo("acme", "9.0.0", "rival ")
                .field("id", "\"rival\"")
                .write(elsewhere.resolve("rival.jar"));
        try (Zograf zograf = engine()) {
            List<PluginInfo> before = zograf.plugins().load();
            refuses(() -> zograf.plugins().add(bad), Kind.NO_JAR, "bad.jar is no jar");
            refuses(() -> zograf.plugins().add(elsewhere.resolve("none")), Kind.UNREADABLE, "not there");
            refuses(() -> zograf.plugins().add(other), Kind.DUPLICATE_PLUGIN, "is there already");
            refuses(() -> zograf.plugins().add(rival), Kind.DUPLICATE_NODE, "acme.echo is there already");
            refuses(() -> zograf.plugins().remove("none"), Kind.UNREADABLE, "There is no such plugin; there are acme");
            Files.copy(bad, plugins.resolve("acme.jar"), StandardCopyOption.REPLACE_EXISTING);
            refuses(() -> zograf.plugins().reload("acme"), Kind.NO_JAR, "acme.jar is no jar");
            assertThat(zograf.plugins().list()).isEqualTo(before);
            assertThat(zograf.failures()).isEmpty();
            assertThat(Echo.run(zograf, "acme", "x")).isEqualTo("> x");
        }
    }

    private static void refuses(org.assertj.core.api.ThrowableAssert.ThrowingCallable change, Kind kind, String says) {
        assertThatThrownBy(change).isInstanceOfSatisfying(PluginException.class, e -> {
            assertThat(e.failure().kind()).isEqualTo(kind);
            assertThat(e).hasMessageContaining(says);
        });
    }

    @Test
    void aPluginThatWasLeftOutCanBeMendedAndReloaded() {
        PluginJars.echo("acme", "1.0.0", "> ").field("spi", "\">=99\"").write(plugins.resolve("acme.jar"));
        try (Zograf zograf = engine()) {
            assertThat(zograf.failures()).hasSize(1);
            echo("1.0.1", "> ");
            zograf.plugins().reload("acme");
            assertThat(zograf.failures()).isEmpty();
            assertThat(Echo.run(zograf, "acme", "x")).isEqualTo("> x");
        }
    }

    @Test
    void readsTheFoldersAnew() throws IOException {
        echo("1.0.0", "> ");
        try (Zograf zograf = engine()) {
            assertThat(Echo.run(zograf, "acme", "x")).isEqualTo("> x");
            Files.delete(plugins.resolve("acme.jar"));
            PluginJars.echo("beta", "1.0.0", "b").write(plugins.resolve("beta/beta.jar"));
            Files.writeString(plugins.resolve("bad.jar"), "no jar");
            zograf.plugins().reload();
            assertThat(zograf.check(Echo.workflow("acme.echo"))).isNotEmpty();
            assertThat(Echo.run(zograf, "beta", "x")).isEqualTo("bx");
            assertThat(zograf.failures())
                    .singleElement()
                    .satisfies(f -> assertThat(f.kind()).isEqualTo(Kind.NO_JAR));
        }
    }

    /** Leaves as much behind as a plugin can: kept results of its own type, a thread local, a thread that its lazy input started. */
    private static final String HEAVY = """
            package acme;

            import dev.zograf.api.*;
            import dev.zograf.api.model.*;
            import dev.zograf.api.value.*;
            import dev.zograf.tensor.*;
            import java.util.*;

            @NodeType(id = "acme.make")
            public final class Heavy implements Node<Heavy.In, Heavy.Out> {
                static final ThreadLocal<Object> LEFT = new ThreadLocal<>();

                @PortType("acme.thing") public record Thing(String text) {}
                public record In(@Doc("The text.") String text) {}
                public record Out(@Doc("A thing.") Thing thing) {}

                public record Doubling(String name) implements NetworkDefinition {
                    @Override public void build(TensorGraph graph, Weights weights) {
                        Tensor x = graph.input("x", DType.F32, "n");
                        graph.output("out", x.plus(x));
                    }
                }

                private final Networks networks;

                @jakarta.inject.Inject public Heavy(Networks networks) {
                    this.networks = networks;
                }

                @Override public Out run(In in, RunContext ctx) throws Exception {
                    LEFT.set(new Thing("left"));
                    ctx.onRequest(() -> new Thing("cancelled"));
                    FloatTensor two = networks.compile(new Doubling("doubling"), NoWeights.weights())
                            .run(Map.of("x", FloatTensor.of(new float[] {21}, 1)), "out", ctx);
                    return new Out(new Thing(in.text() + (int) two.at(0)));
                }

                public static final class Show implements Node<Show.In, Show.Out> {
                    public record In(@Doc("A thing.") Lazy<Thing> thing) {}
                    public record Out(@Doc("Its text.") String text) {}

                    @Override public Out run(In in, RunContext ctx) throws Exception {
                        LEFT.set(in);
                        return new Out(in.thing().get().text());
                    }
                }

                public static final class Plugin implements NodePlugin {
                    @Override public List<Class<? extends Node<?, ?>>> nodes() {
                        return List.of(Heavy.class, Shown.class);
                    }
                }
            }
            """;

    private static final String SHOWN = """
            package acme;

            import dev.zograf.api.*;

            @NodeType(id = "acme.show")
            public final class Shown implements Node<Heavy.Show.In, Heavy.Show.Out> {
                @Override public Heavy.Show.Out run(Heavy.Show.In in, RunContext ctx) throws Exception {
                    return new Heavy.Show().run(in, ctx);
                }
            }
            """;

    private static final String NO_WEIGHTS = """
            package acme;

            import dev.zograf.tensor.*;
            import java.util.*;

            final class NoWeights implements WeightSource {
                static Weights weights() { return Weights.of(new NoWeights()); }
                @Override public Optional<Weight> find(String name) { return Optional.empty(); }
                @Override public NavigableSet<String> names() { return new TreeSet<>(); }
                @Override public String file() { return "none"; }
                @Override public String fingerprint() { return "none"; }
            }
            """;

    private static final String MAKE_AND_SHOW = """
            { "zograf": 1,
              "inputs": { "text": {"type": "text", "default": "answer "} },
              "nodes": {
                "make": { "type": "acme.make@1", "in": { "text": {"from": "inputs.text"} } },
                "show": { "type": "acme.show@1", "in": { "thing": {"from": "make.thing"} } } },
              "outputs": { "text": {"from": "show.text"} } }
            """;

    private void heavy() {
        PluginJars.plugin("acme", "1.0.0")
                .source("acme.Heavy", HEAVY)
                .source("acme.Shown", SHOWN)
                .source("acme.NoWeights", NO_WEIGHTS)
                .provider("acme.Heavy$Plugin")
                .nodes("acme.make@1", "acme.show@1")
                .field("portTypes", "[\"acme.thing\"]")
                .write(plugins.resolve("acme.jar"));
    }

    private static WeakReference<ClassLoader> loader(Zograf zograf, String node) {
        return new WeakReference<>(zograf.nodes().stream()
                .filter(n -> n.id().equals(node))
                .findFirst()
                .orElseThrow()
                .nodeClass()
                .getClassLoader());
    }

    private static void assertCollected(WeakReference<ClassLoader> loader) throws InterruptedException {
        for (int i = 0; i < 100 && loader.get() != null; i++) {
            System.gc();
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertThat(loader.get()).as("the class loader of what is gone").isNull();
    }

    @Test
    void theClassesOfAPluginAreCollectedAfterItWasRemovedOrReloaded() throws Exception {
        heavy();
        try (Zograf zograf = engine()) {
            Workflow workflow = zograf.read(MAKE_AND_SHOW);
            assertThat(zograf.run(workflow).get("text", String.class)).isEqualTo("answer 42");
            WeakReference<ClassLoader> first = loader(zograf, "acme.make");
            System.gc();
            assertThat(first.get()).isNotNull();
            zograf.plugins().reload("acme");
            assertThat(zograf.run(workflow).get("text", String.class)).isEqualTo("answer 42");
            assertCollected(first);
            WeakReference<ClassLoader> second = loader(zograf, "acme.make");
            zograf.plugins().remove("acme");
            assertCollected(second);
            assertThat(workflow.title()).isEmpty();
        }
    }

    @Test
    void aFailureHoldsNoClassOfThePlugin() throws Exception {
        PluginJars.plugin("acme", "1.0.0")
                .source("acme.Odd", ODD)
                .provider("acme.Odd")
                .write(plugins.resolve("acme.jar"));
        try (Zograf zograf = engine()) {
            zograf.plugins().load();
            assertThat(zograf.failures()).singleElement().satisfies(f -> {
                assertThat(f.message()).contains("OddException: odd");
                assertThat(f.cause()).get().satisfies(cause -> {
                    assertThat(cause.getStackTrace()[0].getClassName()).isEqualTo("acme.Odd");
                    assertThat(cause.getClass().getClassLoader()).isSameAs(Zograf.class.getClassLoader());
                });
            });
        }
    }

    private static final String ODD = """
            package acme;

            public final class Odd implements dev.zograf.api.NodePlugin {
                static final class OddException extends RuntimeException {
                    OddException() { super("odd"); }
                }

                public Odd() { throw new OddException(); }
            }
            """;

    /** The benchmark does 1,000; see graphs/bench. */
    @Test
    void reloadingAgainAndAgainLeavesNothingBehind() throws Exception {
        echo("1.0.0", "> ");
        try (Zograf zograf = engine()) {
            Workflow workflow = Echo.read(zograf, "acme").with("text", "x");
            reload(zograf, workflow, 50);
            int loaders = Leftovers.classLoaders();
            long metaspace = Leftovers.metaspace();
            reload(zograf, workflow, 150);
            assertThat(Leftovers.classLoaders()).isLessThanOrEqualTo(loaders + loaders / 20 + 2);
            // Kept loaders would add about a third; what the JVM notes of our own methods adds a little, differently
            // everywhere.
            assertThat(Leftovers.metaspace()).isLessThanOrEqualTo(metaspace + metaspace / 8);
        }
    }

    private static void reload(Zograf zograf, Workflow workflow, int times) {
        for (int i = 0; i < times; i++) {
            zograf.plugins().reload("acme");
            assertThat(zograf.run(workflow).get("text", String.class)).isEqualTo("> x");
        }
    }
}
