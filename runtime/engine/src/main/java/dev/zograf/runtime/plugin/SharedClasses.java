package dev.zograf.runtime.plugin;

import dev.zograf.api.NodePlugin;
import java.util.List;

/**
 * What plugins see of the host: the plugin interface with its two annotation libraries and the logging facade, and the packages that
 * the host exposes. Everything else of the class path is hidden from them.
 */
public final class SharedClasses {

    private static final List<String> SPI =
            List.of("dev.zograf.api.", "dev.zograf.tensor.", "jakarta.inject.", "org.jspecify.", "org.slf4j.");

    private final ClassLoader host;
    private final List<String> exposed;

    /**
     * What plugins see.
     *
     * @param host sees the exposed packages
     * @param exposed beginnings of class names, such as {@code com.acme.hostapi.}
     */
    public SharedClasses(ClassLoader host, List<String> exposed) {
        this.host = host;
        this.exposed = List.copyOf(exposed);
    }

    /** Whether the class of that name is the host's. */
    boolean has(String name) {
        return SPI.stream().anyMatch(name::startsWith) || exposed.stream().anyMatch(name::startsWith);
    }

    /** The host's class of that name. */
    Class<?> load(String name) throws ClassNotFoundException {
        boolean spi = SPI.stream().anyMatch(name::startsWith);
        return Class.forName(name, false, spi ? NodePlugin.class.getClassLoader() : host);
    }
}
