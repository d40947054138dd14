package dev.zograf.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What plugins are written against: this package, {@code dev.zograf.api.value}, {@code .model} and {@code dev.zograf.tensor}. */
public final class Spi {

    /**
     * The version of this interface, such as {@code 0.1.0}; a plugin's descriptor names the range of versions that it runs with. By
     * semantic versioning: before 1.0.0 a new minor version may break plugins, after that only a new major version.
     */
    public static final String VERSION = read();

    private Spi() {}

    private static String read() {
        Properties properties = new Properties();
        try (InputStream in = Spi.class.getResourceAsStream("spi.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version", "").replace("-SNAPSHOT", "");
    }
}
