package dev.zograf.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.Zograf;
import dev.zograf.runtime.json.Problem;
import dev.zograf.runtime.plugin.PluginFailure;
import dev.zograf.runtime.plugin.PluginFailure.Kind;
import dev.zograf.runtime.plugin.PluginInfo;
import dev.zograf.runtime.plugin.PluginInfo.State;
import dev.zograf.testkit.PluginJars;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plugins from folders, good and broken: what is broken is named with its reason, and the rest works. */
class PluginFoldersTest {

    @TempDir
    Path plugins;

    private Zograf engine() {
        return Zograf.builder().pluginFolder(plugins).build();
    }

    /** The only failure once everything is loaded, beside a good plugin that goes on working. */
    private PluginFailure onlyFailure() {
        PluginJars.echo("good", "1.0.0", "> ").write(plugins.resolve("good.jar"));
        try (Zograf zograf = engine()) {
            assertThat(Echo.run(zograf, "good", "hi")).isEqualTo("> hi");
            zograf.plugins().load();
            assertThat(zograf.failures()).hasSize(1);
            PluginFailure failure = zograf.failures().get(0);
            assertThat(failure.message()).endsWith(".");
            return failure;
        }
    }

    @Test
    void findsSingleJarsAndFoldersAndLoadsThemWhenNeeded() throws IOException {
        PluginJars.echo("alpha", "1.0.0", "a").write(plugins.resolve("alpha.jar"));
        PluginJars.echo("beta", "2.1.0", "b").write(plugins.resolve("anything/beta-2.1.0.jar"));
        Files.writeString(plugins.resolve("README.md"), "Plugins.");
        Files.createDirectories(plugins.resolve(".hidden"));
        try (Zograf zograf = engine()) {
            assertThat(zograf.failures()).isEmpty();
            assertThat(zograf.plugins().list())
                    .filteredOn(p -> p.place().isPresent())
                    .extracting(PluginInfo::id, PluginInfo::state)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple("alpha", State.FOUND),
                            org.assertj.core.groups.Tuple.tuple("beta", State.FOUND));
            assertThat(Echo.run(zograf, "beta", "x")).isEqualTo("bx");
            assertThat(zograf.plugins().list())
                    .filteredOn(p -> p.state() == State.FOUND)
                    .extracting(PluginInfo::id)
                    .containsExactly("alpha");
            assertThat(zograf.nodes()).extracting(n -> n.type()).contains("alpha.echo@1", "beta.echo@1");
        }
    }

    @Test
    void leavesNoCopiesBehind() throws IOException {
        PluginJars.echo("alpha", "1.0.0", "a").write(plugins.resolve("alpha.jar"));
        Path copy;
        try (Zograf zograf = engine()) {
            Echo.run(zograf, "alpha", "x");
            Class<?> node = zograf.nodes().stream()
                    .filter(n -> n.id().equals("alpha.echo"))
                    .findFirst()
                    .orElseThrow()
                    .nodeClass();
            copy = Path.of(java.net.URI.create(
                    node.getProtectionDomain().getCodeSource().getLocation().toString()));
            assertThat(copy).exists().isNotEqualTo(plugins.resolve("alpha.jar"));
            // The jar on disk can go while its code runs.
            Files.delete(plugins.resolve("alpha.jar"));
            assertThat(Echo.run(zograf, "alpha", "y")).isEqualTo("ay");
        }
        assertThat(copy).doesNotExist();
        assertThat(copy.getParent().getParent()).doesNotExist();
    }

    @Test
    void saysWhichFolderIsMissing() {
        try (Zograf zograf =
                Zograf.builder().pluginFolder(plugins.resolve("none")).build()) {
            assertThat(zograf.failures()).singleElement().satisfies(f -> {
                assertThat(f.kind()).isEqualTo(Kind.UNREADABLE);
                assertThat(f.toString()).contains("none", "does not exist");
            });
        }
    }

    @Test
    void refusesAFileThatIsNoJar() throws IOException {
        Files.writeString(plugins.resolve("bad.jar"), "This is no jar.");
        PluginFailure failure = onlyFailure();
        assertThat(failure.kind()).isEqualTo(Kind.NO_JAR);
        assertThat(failure.toString()).contains("bad.jar is no jar");
    }

    @Test
    void refusesAnEmptyFileAndATruncatedJar() throws IOException {
        Files.write(plugins.resolve("bad.jar"), new byte[0]);
        assertThat(onlyFailure().kind()).isEqualTo(Kind.NO_JAR);
        byte[] whole = Files.readAllBytes(PluginJars.echo("bad", "1.0.0", "").write(plugins.resolve("bad.jar")));
        Files.write(plugins.resolve("bad.jar"), java.util.Arrays.copyOf(whole, whole.length / 2));
        assertThat(onlyFailure().kind()).isEqualTo(Kind.NO_JAR);
    }

    @Test
    void refusesAFolderWithoutAJar() throws IOException {
        Files.createDirectories(plugins.resolve("bad"));
        assertThat(onlyFailure().kind()).isEqualTo(Kind.NO_JAR);
    }

    @ParameterizedTest
    @CsvSource({"../evil.txt", "/etc/evil", "a/../../evil", "C:/evil", "a\\..\\evil"})
    void refusesNamesThatLeaveTheJar(String name) {
        PluginJars.echo("bad", "1.0.0", "").entry(name, "!").write(plugins.resolve("bad.jar"));
        PluginFailure failure = onlyFailure();
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
        assertThat(onlyFailure().message()).contains("twice-a\" twice");
    }

    @Test
    void refusesAnOverlargeDescriptor() throws IOException {
        try (OutputStream out = Files.newOutputStream(plugins.resolve("bad.jar"));
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("META-INF/zograf-plugin.json"));
            zip.write(new byte[1 << 20]);
        }
        PluginFailure failure = onlyFailure();
        assertThat(failure.kind()).isEqualTo(Kind.UNSAFE);
        assertThat(failure.message()).contains("zograf-plugin.json", "larger");
    }

    @Test
    void refusesALinkThatLeavesThePluginFolder(@TempDir Path elsewhere) throws IOException {
        Path jar = PluginJars.echo("bad", "1.0.0", "").write(elsewhere.resolve("bad.jar"));
        Files.createSymbolicLink(plugins.resolve("linked.jar"), jar);
        assertThat(onlyFailure().kind()).isEqualTo(Kind.UNSAFE);
        Files.delete(plugins.resolve("linked.jar"));
        Files.createSymbolicLink(plugins.resolve("linked"), elsewhere);
        assertThat(onlyFailure().kind()).isEqualTo(Kind.UNSAFE);
        Files.delete(plugins.resolve("linked"));
        Files.createSymbolicLink(
                Files.createDirectory(plugins.resolve("folder")).resolve("bad.jar"), jar);
        assertThat(onlyFailure().message()).contains("leaves the plugin folder");
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
        assertThat(onlyFailure().message()).contains("lib/Hidden", "beside the plugin's jar");
    }

    @Test
    void wantsADescriptor() {
        PluginJars.library().source("lib.A", "package lib; public class A {}").write(plugins.resolve("bad.jar"));
        PluginFailure failure = onlyFailure();
        assertThat(failure.kind()).isEqualTo(Kind.NO_DESCRIPTOR);
        assertThat(failure.message()).contains("META-INF/zograf-plugin.json", "library");
    }

    @Test
    void refusesSeveralPluginsInOneFolder() {
        PluginJars.echo("one", "1.0.0", "").write(plugins.resolve("bad/one.jar"));
        PluginJars.echo("two", "1.0.0", "").write(plugins.resolve("bad/two.jar"));
        assertThat(onlyFailure().message()).contains("one.jar, two.jar", "a folder of its own");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "spi     | \">=99\"         | WRONG_SPI      | needs version >=99",
                "spi     | \">=2 <1\"       | BAD_DESCRIPTOR | No version is in the range",
                "spi     | \"soon\"         | BAD_DESCRIPTOR | no range of versions",
                "spi     | \">=0.1 foo\"    | BAD_DESCRIPTOR | no range of versions",
                "spi     | \"[0.1,0.2)\"    | BAD_DESCRIPTOR | no range of versions",
                "id      | \"Bad Id\"       | BAD_DESCRIPTOR | is no id",
                "id      | 7                | BAD_DESCRIPTOR | a number where a text is needed",
                "version | \"1.0\"          | BAD_DESCRIPTOR | no semantic version",
                "licence | \"\\u0000\"      | BAD_DESCRIPTOR | no SPDX id",
                "nodes   | [\"bad.echo\"]   | BAD_DESCRIPTOR | is no node type",
                "nodes   | [\"bad.echo@0\"] | BAD_DESCRIPTOR | is no node type",
                "nodes   | [\"echo@1\"]     | BAD_DESCRIPTOR | has no namespace",
                "nodes   | [\"bad.echo@1\",\"bad.echo@2\"] | BAD_DESCRIPTOR | is there twice",
                "nodes   | \"bad.echo@1\"   | BAD_DESCRIPTOR | an array of texts is needed",
                "author  | \"me\"           | BAD_DESCRIPTOR | \"author\" is unknown here",
                "title   | null             | BAD_DESCRIPTOR | Here is null",
                "title   | {                | BAD_DESCRIPTOR | This is not JSON",
            })
    void namesMistakesOfADescriptor(String field, String json, Kind kind, String says) {
        PluginJars.echo("bad", "1.0.0", "").field(field, json).write(plugins.resolve("bad.jar"));
        PluginFailure failure = onlyFailure();
        assertThat(failure.kind()).as(failure.message()).isEqualTo(kind);
        assertThat(failure.message()).contains(says);
        if (kind == Kind.BAD_DESCRIPTOR) {
            assertThat(failure.message()).contains("line ", "column ");
        }
    }

    @Test
    void takesFieldsThatBeginWithX() {
        PluginJars.echo("alpha", "1.0.0", "a").field("x-home", "{\"url\": 1}").write(plugins.resolve("alpha.jar"));
        try (Zograf zograf = engine()) {
            assertThat(Echo.run(zograf, "alpha", "x")).isEqualTo("ax");
        }
    }

    @Test
    void namesEveryFieldThatIsMissing() {
        PluginJars.library().entry("META-INF/zograf-plugin.json", "{}").write(plugins.resolve("bad.jar"));
        assertThat(onlyFailure().message()).contains("\"id\"", "\"version\"", "\"licence\"", "\"spi\"");
    }

    @Test
    void wantsAServicesFile() {
        PluginJars.plugin("bad", "1.0.0").write(plugins.resolve("bad.jar"));
        PluginFailure failure = onlyFailure();
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
        PluginFailure failure = onlyFailure();
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
        PluginFailure failure = onlyFailure();
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
        PluginFailure failure = onlyFailure();
        assertThat(failure.kind()).isEqualTo(Kind.NEWER_JAVA);
        assertThat(failure.message()).contains("newer Java", "--release");
    }

    @Test
    void leavesOutANodeThatTheDescriptorDoesNotList() {
        PluginJars.echo("bad", "1.0.0", "").nodes().write(plugins.resolve("bad.jar"));
        PluginFailure failure = onlyFailure();
        assertThat(failure.kind()).isEqualTo(Kind.MISMATCH);
        assertThat(failure.message()).contains("bad.echo@1", "does not list it");
    }

    @Test
    void namesANodeThatTheCodeDoesNotHave() {
        PluginJars.echo("bad", "1.0.0", "").nodes("bad.echo@1", "bad.more@1").write(plugins.resolve("bad.jar"));
        assertThat(onlyFailure().message()).contains("bad.more@1", "does not offer");
        try (Zograf zograf = engine()) {
            assertThat(Echo.run(zograf, "bad", "the rest works")).isEqualTo("the rest works");
        }
    }

    @Test
    void namesAnotherVersionInTheDescriptor() {
        PluginJars.echo("bad", "1.0.0", "").nodes("bad.echo@2").write(plugins.resolve("bad.jar"));
        assertThat(onlyFailure().message()).contains("bad.echo@1", "lists bad.echo@2");
    }

    @Test
    void keepsTheFirstOfTwoPluginsWithOneId() {
        PluginJars.echo("same", "1.0.0", "first ").write(plugins.resolve("a.jar"));
        PluginJars.echo("same", "2.0.0", "second ").write(plugins.resolve("b.jar"));
        PluginFailure failure = onlyFailure();
        assertThat(failure.kind()).isEqualTo(Kind.DUPLICATE_PLUGIN);
        assertThat(failure.message()).contains("a.jar");
        try (Zograf zograf = engine()) {
            assertThat(Echo.run(zograf, "same", "wins")).isEqualTo("first wins");
        }
    }

    @Test
    void keepsTheFirstOfTwoNodesWithOneId() {
        PluginJars.echo("same", "1.0.0", "first ").field("id", "\"one\"").write(plugins.resolve("a.jar"));
        PluginJars.echo("same", "1.0.0", "second ").field("id", "\"two\"").write(plugins.resolve("b.jar"));
        PluginFailure failure = onlyFailure();
        assertThat(failure.kind()).isEqualTo(Kind.DUPLICATE_NODE);
        assertThat(failure.toString()).contains("two", "same.echo", "from the plugin one");
    }

    @Test
    void saysWhyANodeTypeIsNotThere() {
        PluginJars.echo("bad", "1.0.0", "").field("spi", "\">=99\"").write(plugins.resolve("bad.jar"));
        PluginJars.library().write(plugins.resolve("worse.jar"));
        PluginJars.plugin("late", "1.0.0")
                .source(
                        "late.P",
                        "package late; public class P implements dev.zograf.api.NodePlugin { public P() { throw new RuntimeException(\"late\"); } }")
                .provider("late.P")
                .nodes("late.echo@1")
                .write(plugins.resolve("late.jar"));
        try (Zograf zograf = engine()) {
            assertThat(problem(zograf, "bad.echo")).contains("bad.echo", "needs version >=99");
            assertThat(problem(zograf, "worse.echo")).contains("META-INF/zograf-plugin.json");
            assertThat(problem(zograf, "late.echo")).contains("RuntimeException: late");
            assertThat(zograf.failures()).hasSize(3);
        }
    }

    private static String problem(Zograf zograf, String type) {
        List<Problem> problems = zograf.check(Echo.workflow(type));
        assertThat(problems).hasSize(1);
        assertThat(problems.get(0).line()).isPositive();
        return problems.get(0).toString();
    }

    @Test
    void refusesToRunAJarThatHasChangedSinceItWasFound() {
        Path jar = PluginJars.echo("alpha", "1.0.0", "a").write(plugins.resolve("alpha.jar"));
        try (Zograf zograf = engine()) {
            PluginJars.echo("alpha", "1.0.1", "b").write(jar);
            assertThatThrownBy(() -> Echo.run(zograf, "alpha", "x")).hasMessageContaining("changed since it was found");
            zograf.plugins().reload();
            assertThat(Echo.run(zograf, "alpha", "x")).isEqualTo("bx");
        }
    }
}
