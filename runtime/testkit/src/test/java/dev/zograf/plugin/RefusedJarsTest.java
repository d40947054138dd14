package dev.zograf.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.runtime.plugin.PluginFailure;
import dev.zograf.runtime.plugin.PluginFailure.Kind;
import dev.zograf.testkit.PluginJars;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files and folders that are no plugin, or none that is safe to open: named with the reason, and the rest works. */
class RefusedJarsTest {

    @TempDir
    Path plugins;

    @Test
    void refusesAFileThatIsNoJar() throws IOException {
        Files.writeString(plugins.resolve("bad.jar"), "This is no jar.");
        PluginFailure failure = BesideAGoodOne.onlyFailure(plugins);
        assertThat(failure.kind()).isEqualTo(Kind.NO_JAR);
        assertThat(failure.toString()).contains("bad.jar is no jar");
    }

    @Test
    void refusesAnEmptyFileAndATruncatedJar() throws IOException {
        Files.write(plugins.resolve("bad.jar"), new byte[0]);
        assertThat(BesideAGoodOne.onlyFailure(plugins).kind()).isEqualTo(Kind.NO_JAR);
        byte[] whole = Files.readAllBytes(PluginJars.echo("bad", "1.0.0", "").write(plugins.resolve("bad.jar")));
        Files.write(plugins.resolve("bad.jar"), java.util.Arrays.copyOf(whole, whole.length / 2));
        assertThat(BesideAGoodOne.onlyFailure(plugins).kind()).isEqualTo(Kind.NO_JAR);
    }

    @Test
    void refusesAFolderWithoutAJar() throws IOException {
        Files.createDirectories(plugins.resolve("bad"));
        assertThat(BesideAGoodOne.onlyFailure(plugins).kind()).isEqualTo(Kind.NO_JAR);
    }

    @ParameterizedTest
    @CsvSource({"../evil.txt", "/etc/evil", "a/../../evil", "C:/evil", "a\\..\\evil"})
    void refusesNamesThatLeaveTheJar(String name) {
        PluginJars.echo("bad", "1.0.0", "").entry(name, "!").write(plugins.resolve("bad.jar"));
        PluginFailure failure = BesideAGoodOne.onlyFailure(plugins);
        assertThat(failure.kind()).isEqualTo(Kind.UNSAFE);
        assertThat(failure.message()).contains(name, "leaves the jar");
    }

    @Test
    void refusesAnEntryThatIsThereTwice() throws IOException {
        Path jar = PluginJars.echo("bad", "1.0.0", "")
                .entry("twice-a", "1")
                .entry("twice-b", "2")
                .write(plugins.resolve("bad.jar"));
        String bytes = Files.readString(jar, StandardCharsets.ISO_8859_1).replace("twice-b", "twice-a");
        Files.writeString(jar, bytes, StandardCharsets.ISO_8859_1);
        assertThat(BesideAGoodOne.onlyFailure(plugins).message()).contains("twice-a\" twice");
    }

    @Test
    void refusesAnOverlargeDescriptor() throws IOException {
        try (OutputStream out = Files.newOutputStream(plugins.resolve("bad.jar"));
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("META-INF/zograf-plugin.json"));
            zip.write(new byte[1 << 20]);
        }
        PluginFailure failure = BesideAGoodOne.onlyFailure(plugins);
        assertThat(failure.kind()).isEqualTo(Kind.UNSAFE);
        assertThat(failure.message()).contains("zograf-plugin.json", "larger");
    }

    @Test
    void refusesALinkThatLeavesThePluginFolder(@TempDir Path elsewhere) throws IOException {
        Path jar = PluginJars.echo("bad", "1.0.0", "").write(elsewhere.resolve("bad.jar"));
        Files.createSymbolicLink(plugins.resolve("linked.jar"), jar);
        assertThat(BesideAGoodOne.onlyFailure(plugins).kind()).isEqualTo(Kind.UNSAFE);
        Files.delete(plugins.resolve("linked.jar"));
        Files.createSymbolicLink(plugins.resolve("linked"), elsewhere);
        assertThat(BesideAGoodOne.onlyFailure(plugins).kind()).isEqualTo(Kind.UNSAFE);
        Files.delete(plugins.resolve("linked"));
        Files.createSymbolicLink(
                Files.createDirectory(plugins.resolve("folder")).resolve("bad.jar"), jar);
        assertThat(BesideAGoodOne.onlyFailure(plugins).message()).contains("leaves the plugin folder");
    }

    @Test
    void ignoresTheClassPathOfAManifest(@TempDir Path elsewhere) {
        PluginJars.library()
                .source("lib.Hidden", "package lib; public class Hidden {}")
                .write(elsewhere.resolve("hidden.jar"));
        PluginJars.echo("bad", "1.0.0", "")
                .entry(
                        "META-INF/MANIFEST.MF",
                        "Manifest-Version: 1.0\nClass-Path: "
                                + elsewhere.resolve("hidden.jar").toUri() + "\n\n")
                .source(
                        "bad.Needy",
                        "package bad; public class Needy implements dev.zograf.api.NodePlugin { lib.Hidden hidden = new lib.Hidden(); }")
                .needs(elsewhere.resolve("hidden.jar"))
                .provider("bad.Needy")
                .write(plugins.resolve("bad.jar"));
        assertThat(BesideAGoodOne.onlyFailure(plugins).message()).contains("lib/Hidden", "beside the plugin's jar");
    }

    @Test
    void refusesSeveralPluginsInOneFolder() {
        PluginJars.echo("one", "1.0.0", "").write(plugins.resolve("bad/one.jar"));
        PluginJars.echo("two", "1.0.0", "").write(plugins.resolve("bad/two.jar"));
        assertThat(BesideAGoodOne.onlyFailure(plugins).message()).contains("one.jar, two.jar", "a folder of its own");
    }
}
