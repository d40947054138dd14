package dev.zograf.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.EngineMetrics;
import dev.zograf.EngineState;
import dev.zograf.RunEvent;
import dev.zograf.SampleNodes;
import dev.zograf.Workflow;
import dev.zograf.WorkflowException;
import dev.zograf.Zograf;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MicrometerMetricsTest {

    private static final String WALK = """
            { "zograf": 1, "nodes": { "walk": { "type": "walk" } }, "outputs": { "image": {"from": "walk.image"} } }
            """;

    private static final String FAIL = """
            { "zograf": 1, "nodes": { "bad": { "type": "fail", "in": { "how": "%s" } } }, "outputs": { "sum": {"from": "bad.sum"} } }
            """;

    private static final String WAIT = """
            { "zograf": 1, "nodes": { "wait": { "type": "wait" }, "other": { "type": "wait", "in": { "after": 1 } } },
              "outputs": { "a": {"from": "wait.sum"}, "b": {"from": "other.sum"} } }
            """;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private Zograf engine(String... tags) {
        return Zograf.builder()
                .nodePlugins(new SampleNodes())
                .threads(1)
                .metrics(MicrometerMetrics.of(registry, tags))
                .build();
    }

    @Test
    void measuresRunsAndNodes() {
        try (Zograf engine = engine("engine", "first")) {
            Workflow walk = engine.read(WALK);
            engine.run(walk);
            engine.run(walk);
            for (String how : new String[] {"io", "input"}) {
                assertThatThrownBy(() -> engine.run(engine.read(FAIL.formatted(how))))
                        .isInstanceOf(WorkflowException.class);
            }
            assertThat(count("done")).isEqualTo(2);
            assertThat(count("failed")).isEqualTo(1);
            assertThat(count("invalid")).isEqualTo(1);
            assertThat(registry.get("zograf.run")
                            .tag("engine", "first")
                            .tag("outcome", "done")
                            .timer()
                            .totalTime(TimeUnit.NANOSECONDS))
                    .isPositive();
            assertThat(registry.get("zograf.node").tag("type", "walk@1").timer().count())
                    .isEqualTo(1);
            assertThat(registry.get("zograf.node.cached")
                            .tag("type", "walk@1")
                            .counter()
                            .count())
                    .isEqualTo(1);
            assertThat(registry.get("zograf.node.failed")
                            .tag("type", "fail@1")
                            .counter()
                            .count())
                    .isEqualTo(2);
            assertThat(gauge("zograf.cache.size")).isPositive();
        }
        assertThat(registry.getMeters()).isEmpty();
    }

    private long count(String outcome) {
        return registry.get("zograf.run").tag("outcome", outcome).timer().count();
    }

    private double gauge(String name) {
        return registry.get(name).gauge().value();
    }

    @Test
    void showsWhatIsGoingOn() throws Exception {
        try (Zograf engine = engine()) {
            CompletableFuture<Void> started = new CompletableFuture<>();
            var run = engine.start(engine.read(WAIT), event -> {
                if (event instanceof RunEvent.NodeStarted) {
                    started.complete(null);
                }
            });
            started.get(30, TimeUnit.SECONDS);
            assertThat(gauge("zograf.runs.active")).isEqualTo(1);
            assertThat(gauge("zograf.nodes.active")).isEqualTo(1);
            assertThat(gauge("zograf.nodes.queued")).isEqualTo(1);
            assertThat(gauge("zograf.models.size")).isZero();
            assertThat(gauge("zograf.sessions")).isZero();
            run.cancel();
            assertThatThrownBy(run::join).hasMessageContaining("cancelled");
            assertThat(count("cancelled")).isEqualTo(1);
        }
    }

    @Test
    void enginesInOneRegistryNeedTagsOfTheirOwn() {
        try (Zograf first = engine()) {
            assertThatThrownBy(() -> engine())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("already measures an engine without tags")
                    .hasMessageContaining("MicrometerMetrics.of(registry, \"engine\", \"second\")");
            try (Zograf second = engine("engine", "second")) {
                second.run(second.read(WALK));
            }
            first.run(first.read(WALK));
            assertThat(count("done")).isEqualTo(1);
        }
        engine().close();
        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void measurementsThatThrowHarmNoRun() {
        EngineMetrics broken = state -> new Broken();
        try (Zograf engine =
                Zograf.builder().nodePlugins(new SampleNodes()).metrics(broken).build()) {
            assertThat(engine.run(engine.read(WALK)).names()).containsExactly("image");
        }
    }

    private static final class Broken implements EngineMetrics.Recorder {
        @Override
        public void runEnded(String outcome, Duration took) {
            throw new IllegalStateException("broken");
        }

        @Override
        public void nodeRan(String type, Duration took) {
            throw new IllegalStateException("broken");
        }

        @Override
        public void nodeCached(String type) {}

        @Override
        public void nodeFailed(String type) {}

        @Override
        public void networkRan(String network, Duration took) {}

        @Override
        public void close() {}
    }

    /** Sees the engine's classes and everything but Micrometer. */
    private static final class WithoutMicrometer extends ClassLoader {

        WithoutMicrometer() {
            super(MicrometerMetricsTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("io.micrometer.")) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith("dev.zograf.")) {
                return super.loadClass(name, resolve);
            }
            Class<?> known = findLoadedClass(name);
            return known != null ? known : define(name);
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    /** Run by the class loader without Micrometer. */
    public static final class Painter implements Supplier<String> {
        @Override
        public String get() {
            try (Zograf engine = Zograf.builder().nodePlugins(new SampleNodes()).build()) {
                return engine.run(engine.read(WALK)).names() + " "
                        + engine.state().runs();
            }
        }
    }

    /** Run by the class loader without Micrometer. */
    public static final class Measurer implements Supplier<String> {
        @Override
        public String get() {
            return MicrometerMetrics.of(new SimpleMeterRegistry()).toString();
        }
    }

    @Test
    void theEngineWorksWithoutMicrometer() throws Exception {
        ClassLoader loader = new WithoutMicrometer();
        Thread.currentThread().setContextClassLoader(loader);
        try {
            assertThat(supplier(loader, Painter.class).get()).isEqualTo("[image] 0");
            assertThatThrownBy(() -> supplier(loader, Measurer.class).get()).isInstanceOf(NoClassDefFoundError.class);
        } finally {
            Thread.currentThread().setContextClassLoader(getClass().getClassLoader());
        }
    }

    private static Supplier<?> supplier(ClassLoader loader, Class<?> type) throws ReflectiveOperationException {
        return (Supplier<?>)
                loader.loadClass(type.getName()).getDeclaredConstructor().newInstance();
    }

    @Test
    void aStateIsReadWhileTheEngineLives() {
        try (Zograf engine = engine()) {
            assertThat(engine.state()).isEqualTo(new EngineState(0, 0, 0, 0, 0, 0));
        }
    }
}
