package dev.zograf.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.EngineMetrics;
import dev.zograf.Painting;
import dev.zograf.RunEvent;
import dev.zograf.Zograf;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodePlugin;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class ZografAutoConfigurationTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    ZografAutoConfiguration.class,
                    ZografMetricsAutoConfiguration.class,
                    ZografHealthAutoConfiguration.class));

    /** What a node wants to have injected. */
    public interface Greeting {
        String text();
    }

    public record Nothing() {}

    public record Text(@Doc("The greeting.") String text) {}

    /** A node of the application's own. */
    @NodeType(id = "acme.greet")
    public static final class Greet implements Node<Nothing, Text> {
        private final Greeting greeting;

        @Inject
        public Greet(Greeting greeting) {
            this.greeting = greeting;
        }

        @Override
        public Text run(Nothing in, RunContext ctx) {
            return new Text(greeting.text());
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Application {

        static final List<RunEvent> TOLD = new CopyOnWriteArrayList<>();

        @Bean
        NodePlugin greetings() {
            return new NodePlugin() {
                @Override
                public List<Class<?>> nodes() {
                    return List.of(Greet.class);
                }
            };
        }

        @Bean
        Consumer<RunEvent> listener() {
            return TOLD::add;
        }

        @Bean
        Consumer<String> somethingElse() {
            return text -> {
                throw new IllegalStateException(text);
            };
        }

        @Bean
        ZografCustomizer services() {
            return builder -> builder.service(Greeting.class, () -> "hello from spring");
        }

        @Bean
        MeterRegistry registry() {
            return new SimpleMeterRegistry();
        }
    }

    private static final String GREET = """
            { "zograf": 1, "nodes": { "greet": { "type": "acme.greet" } }, "outputs": { "text": {"from": "greet.text"} } }
            """;

    @Test
    void paintsWithoutAnySetting() {
        AtomicReference<Zograf> used = new AtomicReference<>();
        runner.run(context -> {
            Zograf zograf = context.getBean(Zograf.class);
            used.set(zograf);
            Painting dot = Painting.of("a red apple").size(32, 32).steps(1);
            assertThat(zograf.run(zograf.read(dot)).image("image").getWidth()).isEqualTo(32);
            assertThat(context).doesNotHaveBean(EngineMetrics.class);
            Health health = context.getBean(HealthIndicator.class).health();
            assertThat(health).isNotNull();
            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails()).containsEntry("runs", 0).containsKeys("nodes", "leftOut", "modelBytes");
        });
        assertThat(used.get().isOpen()).as("closed with the context").isFalse();
    }

    @Test
    void takesPluginsListenersServicesAndTheRegistryFromTheContext() {
        Application.TOLD.clear();
        runner.withUserConfiguration(Application.class).run(context -> {
            Zograf zograf = context.getBean(Zograf.class);
            assertThat(zograf.run(zograf.read(GREET)).get("text", String.class)).isEqualTo("hello from spring");
            assertThat(Application.TOLD).hasAtLeastOneElementOfType(RunEvent.RunFinished.class);
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            assertThat(registry.get("zograf.run").timer().count()).isEqualTo(1);
            assertThat(registry.get("zograf.sessions").gauge().value()).isZero();
        });
    }

    @Test
    void bindsItsProperties() {
        runner.withPropertyValues(
                        "zograf.models=/a,/b",
                        "zograf.threads=3",
                        "zograf.cache-size=1MB",
                        "zograf.model-memory=2GB",
                        "zograf.device=cpu",
                        "zograf.precision=float32",
                        "zograf.optimize=small",
                        "zograf.low-memory=true",
                        "zograf.network-threads=1",
                        "zograf.input=/in",
                        "zograf.output=/out",
                        "zograf.trust-inputs=false")
                .run(context -> {
                    assertThat(context).hasSingleBean(Zograf.class);
                    ZografProperties properties = context.getBean(ZografProperties.class);
                    assertThat(properties.models()).hasSize(2);
                    assertThat(properties.modelMemory().toGigabytes()).isEqualTo(2);
                    assertThat(properties.threads()).isEqualTo(3);
                    assertThat(properties.trustInputs()).isFalse();
                });
    }

    @Test
    void aWrongSettingStopsTheStartWithItsReason() {
        runner.withPropertyValues("zograf.threads=0")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("at least one thread, not 0"));
        runner.withPropertyValues("zograf.precision=int7")
                .run(context ->
                        assertThat(context).getFailure().rootCause().hasMessageContaining("no precision \"int7\""));
        runner.withPropertyValues("zograf.device=abacus")
                .run(context ->
                        assertThat(context).getFailure().rootCause().hasMessageContaining("no device \"abacus\""));
    }

    @Test
    void anEngineOfTheApplicationsOwnIsLeftAlone() {
        Supplier<Zograf> own = () -> Zograf.builder().threads(1).build();
        runner.withBean("mine", Zograf.class, own).run(context -> {
            assertThat(context).hasSingleBean(Zograf.class).hasBean("mine");
            assertThat(context).hasSingleBean(HealthIndicator.class);
        });
    }

    @Test
    void doesWithoutMicrometerAndActuator() {
        runner.withClassLoader(new FilteredClassLoader("io.micrometer", "org.springframework.boot.health"))
                .run(context -> {
                    assertThat(context).hasSingleBean(Zograf.class).doesNotHaveBean("zografHealthIndicator");
                });
        runner.withUserConfiguration(Application.class)
                .withPropertyValues("zograf.metrics.enabled=false", "management.health.zograf.enabled=false")
                .run(context -> assertThat(context)
                        .doesNotHaveBean(EngineMetrics.class)
                        .doesNotHaveBean(HealthIndicator.class));
    }

    @Test
    void aClosedEngineIsNotHealthy() {
        Zograf zograf = Zograf.builder().build();
        zograf.close();
        Health health = new ZografHealthIndicator(zograf).health();
        assertThat(health).isNotNull();
        assertThat(health.getStatus()).isEqualTo(Status.DOWN);
        assertThat(health.getDetails()).containsEntry("reason", "the engine is closed");
    }
}
