package dev.zograf.spring;

import dev.zograf.EngineMetrics;
import dev.zograf.metrics.MicrometerMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/** The engine's measurements go into the application's registry of meters, if it has one; {@code zograf.metrics.enabled=false} stops that. */
@AutoConfiguration(
        afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnProperty(name = "zograf.metrics.enabled", havingValue = "true", matchIfMissing = true)
public final class ZografMetricsAutoConfiguration {

    /** Made by Spring. */
    public ZografMetricsAutoConfiguration() {}

    /** Measures by the registry. */
    @Bean
    @ConditionalOnSingleCandidate(MeterRegistry.class)
    @ConditionalOnMissingBean
    public EngineMetrics zografMetrics(MeterRegistry registry) {
        return MicrometerMetrics.of(registry);
    }
}
