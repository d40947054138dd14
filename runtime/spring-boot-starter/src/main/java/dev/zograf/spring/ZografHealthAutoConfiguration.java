package dev.zograf.spring;

import dev.zograf.Zograf;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The engine's part of the application's health; {@code management.health.zograf.enabled=false} leaves it out. */
@AutoConfiguration(after = ZografAutoConfiguration.class)
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
public final class ZografHealthAutoConfiguration {

    /** Made by Spring. */
    public ZografHealthAutoConfiguration() {}

    /** Looked at only if Spring Boot's health is on the class path. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnEnabledHealthIndicator("zograf")
    static class Indicator {

        @Bean
        @ConditionalOnSingleCandidate(Zograf.class)
        @ConditionalOnMissingBean(name = "zografHealthIndicator")
        HealthIndicator zografHealthIndicator(Zograf zograf) {
            return new ZografHealthIndicator(zograf);
        }
    }
}
