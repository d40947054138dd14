package dev.zograf.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.Zograf;
import dev.zograf.runtime.plugin.PluginFailure;
import dev.zograf.runtime.plugin.PluginFailure.Kind;
import dev.zograf.testkit.PluginJars;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Descriptors of plugins that are wrong, or do not match the code: named with the reason, and the rest works. */
class DescriptorMistakesTest {

    @TempDir
    Path plugins;

    @Test
    void wantsADescriptor() {
        PluginJars.library().source("lib.A", "package lib; public class A {}").write(plugins.resolve("bad.jar"));
        PluginFailure failure = BesideAGoodOne.onlyFailure(plugins);
        assertThat(failure.kind()).isEqualTo(Kind.NO_DESCRIPTOR);
        assertThat(failure.message()).contains("META-INF/zograf-plugin.json", "library");
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
        PluginFailure failure = BesideAGoodOne.onlyFailure(plugins);
        assertThat(failure.kind()).as(failure.message()).isEqualTo(kind);
        assertThat(failure.message()).contains(says);
        if (kind == Kind.BAD_DESCRIPTOR) {
            assertThat(failure.message()).contains("line ", "column ");
        }
    }

    @Test
    void takesFieldsThatBeginWithX() {
        PluginJars.echo("alpha", "1.0.0", "a").field("x-home", "{\"url\": 1}").write(plugins.resolve("alpha.jar"));
        try (Zograf zograf = BesideAGoodOne.engine(plugins)) {
            assertThat(Echo.run(zograf, "alpha", "x")).isEqualTo("ax");
        }
    }

    @Test
    void namesEveryFieldThatIsMissing() {
        PluginJars.library().entry("META-INF/zograf-plugin.json", "{}").write(plugins.resolve("bad.jar"));
        assertThat(BesideAGoodOne.onlyFailure(plugins).message())
                .contains("\"id\"", "\"version\"", "\"licence\"", "\"spi\"");
    }

    @Test
    void leavesOutANodeThatTheDescriptorDoesNotList() {
        PluginJars.echo("bad", "1.0.0", "").nodes().write(plugins.resolve("bad.jar"));
        PluginFailure failure = BesideAGoodOne.onlyFailure(plugins);
        assertThat(failure.kind()).isEqualTo(Kind.MISMATCH);
        assertThat(failure.message()).contains("bad.echo@1", "does not list it");
    }

    @Test
    void namesANodeThatTheCodeDoesNotHave() {
        PluginJars.echo("bad", "1.0.0", "").nodes("bad.echo@1", "bad.more@1").write(plugins.resolve("bad.jar"));
        assertThat(BesideAGoodOne.onlyFailure(plugins).message()).contains("bad.more@1", "does not offer");
        try (Zograf zograf = BesideAGoodOne.engine(plugins)) {
            assertThat(Echo.run(zograf, "bad", "the rest works")).isEqualTo("the rest works");
        }
    }

    @Test
    void namesAnotherVersionInTheDescriptor() {
        PluginJars.echo("bad", "1.0.0", "").nodes("bad.echo@2").write(plugins.resolve("bad.jar"));
        assertThat(BesideAGoodOne.onlyFailure(plugins).message()).contains("bad.echo@1", "lists bad.echo@2");
    }
}
