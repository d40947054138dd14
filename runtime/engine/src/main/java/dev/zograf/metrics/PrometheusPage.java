package dev.zograf.metrics;

import dev.zograf.EngineMetrics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Measurements as a page that Prometheus reads: those of an engine, and further ones of its host. Needs {@code
 * micrometer-registry-prometheus} on the class path. Thread-safe.
 */
public final class PrometheusPage implements AutoCloseable {

    /** The media type of {@link #text()}. */
    public static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /** What an engine is built with so that it is measured here. */
    public EngineMetrics engine() {
        return MicrometerMetrics.of(registry);
    }

    /** Adds a number that is asked for whenever the page is read. */
    public void gauge(String name, String doc, Supplier<Number> number) {
        Gauge.builder(name, number).description(doc).register(registry);
    }

    /**
     * Records how long something took.
     *
     * @param tags keys and values in turn
     */
    public void time(String name, String doc, Duration took, String... tags) {
        Timer.builder(name)
                .description(doc)
                .tags(Tags.of(tags))
                .serviceLevelObjectives(
                        Duration.ofMillis(5),
                        Duration.ofMillis(10),
                        Duration.ofMillis(25),
                        Duration.ofMillis(50),
                        Duration.ofMillis(100),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(2))
                .register(registry)
                .record(took);
    }

    /** The page, in Prometheus' text format. */
    public String text() {
        return registry.scrape();
    }

    @Override
    public void close() {
        registry.close();
    }
}
