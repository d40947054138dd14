package dev.zograf.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.SampleNodes;
import dev.zograf.api.NodePlugin;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginLoaderTest {

    /** Throws when it is made. */
    public static final class Throwing implements NodePlugin {
        /** Always throws. */
        public Throwing() {
            throw new IllegalStateException("no licence found");
        }
    }

    @Test
    void goesOnAfterBrokenPlugins(@TempDir Path folder) throws Exception {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(
                services.resolve("dev.zograf.api.NodePlugin"),
                "acme.Missing\n" + Throwing.class.getName() + "\n" + PluginLoaderTest.class.getName() + "\n"
                        + SampleNodes.class.getName() + "\n");
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            PluginLoader.Found found = PluginLoader.ofHost(loader, List.of());
            assertThat(found.plugins()).extracting(Plugin::id).contains(SampleNodes.class.getName());
            List<PluginFailure> failures = new ArrayList<>(found.failures());
            for (Plugin plugin : found.plugins()) {
                try {
                    plugin.load();
                } catch (PluginException e) {
                    failures.add(e.failure());
                }
            }
            assertThat(failures)
                    .extracting(PluginFailure::message)
                    .anyMatch(m -> m.contains("acme.Missing"))
                    .anyMatch(m -> m.contains("Throwing") && m.contains("no licence found"))
                    .anyMatch(m -> m.contains("PluginLoaderTest not a subtype"))
                    .hasSize(3);
        }
    }
}
