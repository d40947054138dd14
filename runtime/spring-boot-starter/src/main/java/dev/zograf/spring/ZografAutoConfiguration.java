package dev.zograf.spring;

import dev.zograf.EngineMetrics;
import dev.zograf.RunEvent;
import dev.zograf.Zograf;
import dev.zograf.ZografBuilder;
import dev.zograf.api.NodePlugin;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.context.annotation.Bean;
import org.springframework.util.unit.DataSize;

/**
 * One engine for the application, unless it has one already. Beans of {@link NodePlugin} become plugins, beans of
 * {@code Consumer<RunEvent>} are told of all runs, a bean of {@link EngineMetrics} measures, and each {@link ZografCustomizer} may
 * change the rest.
 */
@AutoConfiguration(after = ZografMetricsAutoConfiguration.class)
@EnableConfigurationProperties(ZografProperties.class)
public final class ZografAutoConfiguration {

    /** Made by Spring. */
    public ZografAutoConfiguration() {}

    /** The engine; closed with the context. */
    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    public Zograf zograf(
            ZografProperties properties,
            ObjectProvider<NodePlugin> plugins,
            ObjectProvider<Consumer<RunEvent>> listeners,
            ObjectProvider<EngineMetrics> metrics,
            ObjectProvider<ZografCustomizer> customizers) {
        ZografBuilder builder = Zograf.builder();
        set(builder, properties);
        plugins.orderedStream().forEach(builder::nodePlugins);
        listeners.orderedStream().forEach(builder::listener);
        metrics.ifUnique(builder::metrics);
        customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
        return builder.build();
    }

    private static void set(ZografBuilder builder, ZografProperties properties) {
        PropertyMapper map = PropertyMapper.get();
        builder.models(properties.models().toArray(Path[]::new));
        builder.pluginFolder(properties.plugins().toArray(Path[]::new));
        map.from(properties::threads).to(builder::threads);
        map.from(properties::cacheSize).as(DataSize::toBytes).to(builder::cacheBytes);
        map.from(properties::modelMemory).as(DataSize::toBytes).to(builder::modelBytes);
        map.from(properties::device).to(builder::device);
        map.from(properties::precision).to(builder::precision);
        map.from(properties::lowMemory).to(builder::lowMemory);
        map.from(properties::optimize).to(builder::optimize);
        map.from(properties::networkThreads).to(builder::networkThreads);
        properties.input().forEach(builder::input);
        map.from(properties::output).to(builder::output);
        map.from(properties::trustInputs).to(builder::trustInputs);
    }
}
