package dev.zograf.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.Zograf;
import dev.zograf.runtime.plugin.PluginFailure;
import dev.zograf.testkit.PluginJars;
import java.nio.file.Path;

/** A folder with one broken plugin, to which a good one comes. */
final class BesideAGoodOne {

    private BesideAGoodOne() {}

    static Zograf engine(Path plugins) {
        return Zograf.builder().pluginFolder(plugins).build();
    }

    /** The only failure once everything is loaded; the good plugin goes on working. */
    static PluginFailure onlyFailure(Path plugins) {
        PluginJars.echo("good", "1.0.0", "> ").write(plugins.resolve("good.jar"));
        try (Zograf zograf = engine(plugins)) {
            assertThat(Echo.run(zograf, "good", "hi")).isEqualTo("> hi");
            zograf.plugins().load();
            assertThat(zograf.failures()).hasSize(1);
            PluginFailure failure = zograf.failures().get(0);
            assertThat(failure.message()).endsWith(".");
            return failure;
        }
    }
}
