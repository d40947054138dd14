package dev.zograf.spring;

import dev.zograf.ZografBuilder;

/**
 * A bean that has the last word on how the engine is built, after properties and other beans: for services of nodes, further plugins
 * and whatever has no property.
 */
@FunctionalInterface
public interface ZografCustomizer {

    /** Changes the builder. */
    void customize(ZografBuilder builder);
}
