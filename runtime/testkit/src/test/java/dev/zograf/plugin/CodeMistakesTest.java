package dev.zograf.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.runtime.plugin.PluginFailure;
import dev.zograf.runtime.plugin.PluginFailure.Kind;
import dev.zograf.testkit.PluginJars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plugins whose code is broken: named with the reason, and the rest works. */
class CodeMistakesTest {

    @TempDir
    Path plugins;

    @Test
    void wantsAServicesFile() {
        PluginJars.plugin("bad", "1.0.0").write(plugins.resolve("bad.jar"));
        PluginFailure failure = BesideAGoodOne.onlyFailure(plugins);
        assertThat(failure.kind()).isEqualTo(Kind.NO_SERVICE);
        assertThat(failure.message()).contains("META-INF/services/dev.zograf.api.NodePlugin");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "public class P {}                                                                  | bad.P    | NO_SERVICE | no NodePlugin",
                "public class P implements dev.zograf.api.NodePlugin {}                             | bad.Gone | NO_SERVICE | not in its jars",
                "public class P implements dev.zograf.api.NodePlugin {}                             | bad,P    | NO_SERVICE | no class",
                "public abstract class P implements dev.zograf.api.NodePlugin {}                    | bad.P    | NO_SERVICE | cannot be made",
                "public class P implements dev.zograf.api.NodePlugin { P(int i) {} }                | bad.P    | NO_SERVICE | cannot be made",
                "public class P implements dev.zograf.api.NodePlugin { public P() { throw new IllegalStateException(\"no licence\"); } } | bad.P | BROKEN | no licence",
                "public class P implements dev.zograf.api.NodePlugin { static { if (true) throw new IllegalStateException(\"static\"); } } | bad.P | BROKEN | static",
                "public class P implements dev.zograf.api.NodePlugin { public java.util.List<Class<?>> nodes() { throw new IllegalStateException(\"nodes\"); } } | bad.P | BROKEN | nodes",
                "public class P implements dev.zograf.api.NodePlugin { public java.util.List<Class<?>> nodes() { return null; } } | bad.P | BROKEN | NullPointerException",
                "public class P implements dev.zograf.api.NodePlugin { public java.util.List<Class<?>> nodes() { return java.util.List.of(String.class); } } | bad.P | BAD_NODE | does not implement Node",
                "public class P implements dev.zograf.api.NodePlugin { public P() { while (true) { new P(); } } } | bad.P | BROKEN | StackOverflowError",
            })
    void namesMistakesOfTheCode(String code, String provider, Kind kind, String says) {
        PluginJars.plugin("bad", "1.0.0")
                .source("bad.P", "package bad; " + code)
                .provider(provider)
                .write(plugins.resolve("bad.jar"));
        PluginFailure failure = BesideAGoodOne.onlyFailure(plugins);
        assertThat(failure.kind()).as(failure.message()).isEqualTo(kind);
        assertThat(failure.message()).contains(says);
    }

    @Test
    void namesAMissingClassWhenThePluginIsNeeded() throws IOException {
        Path library = PluginJars.library()
                .source("lib.Filter", "package lib; public class Filter {}")
                .write(plugins.resolve("bad/filter.jar"));
        PluginJars.plugin("bad", "1.0.0")
                .source(
                        "bad.P",
                        "package bad; public class P implements dev.zograf.api.NodePlugin { Object f = new lib.Filter(); }")
                .needs(library)
                .provider("bad.P")
                .write(plugins.resolve("bad/bad.jar"));
        Files.delete(library);
        PluginFailure failure = BesideAGoodOne.onlyFailure(plugins);
        assertThat(failure.kind()).isEqualTo(Kind.BROKEN);
        assertThat(failure.message()).contains("lib/Filter", "put the library");
    }

    @Test
    void namesClassesForANewerJava() throws IOException {
        Path jar = PluginJars.echo("bad", "1.0.0", "").write(plugins.resolve("bad.jar"));
        Path unpacked = plugins.resolveSibling("unpacked.class");
        byte[] newer;
        try (java.util.zip.ZipFile zip = new java.util.zip.ZipFile(jar.toFile())) {
            newer = zip.getInputStream(zip.getEntry("bad/Echo$Plugin.class")).readAllBytes();
        }
        newer[7] = 99;
        assertThat(unpacked).doesNotExist();
        PluginJars.plugin("bad", "1.0.0")
                .entry("bad/Echo$Plugin.class", newer)
                .provider("bad.Echo$Plugin")
                .write(jar);
        PluginFailure failure = BesideAGoodOne.onlyFailure(plugins);
        assertThat(failure.kind()).isEqualTo(Kind.NEWER_JAVA);
        assertThat(failure.message()).contains("newer Java", "--release");
    }
}
