package dev.zograf.contrib.prompts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.BadFileException;
import dev.zograf.api.CancelledException;
import dev.zograf.api.InvalidInputException;
import dev.zograf.testkit.NodeHarness;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WildcardNodesTest {

    @TempDir
    Path root;

    @BeforeEach
    void lists() throws Exception {
        Files.createDirectories(root.resolve("wildcards/animals"));
        Files.writeString(root.resolve("wildcards/animals/cats.txt"), "# cats\n\n3::tabby\nсиня {котка|къща}\n");
        Files.writeString(root.resolve("wildcards/zoo.txt"), "\ufeff__animals/cats__ and a dog\r\n");
        Files.writeString(root.resolve("wildcards/loop.txt"), "__loop__");
        Files.writeString(root.resolve("wildcards/broken.txt"), "fine\n{not fine");
    }

    private NodeHarness<FillWildcards.In, FillWildcards.Out> fill() {
        return NodeHarness.of(new FillWildcards()).input(root);
    }

    private NodeHarness<AllWildcards.In, AllWildcards.Out> all() {
        return NodeHarness.of(new AllWildcards()).input(root);
    }

    @Test
    void aSeedChoosesTheSameForEver() throws Exception {
        Map<String, Object> in = Map.of("text", "{red|green|blue} {2$$a|b|c|d}", "seed", 7L, "count", 4);
        assertThat(fill().run(in).texts()).containsExactly("green a, d", "green c, d", "blue d, a", "red c, a");
        assertThat(fill().run(in)).isEqualTo(fill().run(in));
    }

    @Test
    void weightsAreKept() throws Exception {
        var texts =
                fill().run(Map.of("text", "{3::often|rarely}", "count", 10_000)).texts();
        assertThat(texts.stream().filter("often"::equals).count()).isBetween(7350L, 7650L);
    }

    @Test
    void listsHoldWildcardsAndLists() throws Exception {
        assertThat(all().run(Map.of("text", "a __zoo__")).texts())
                .containsExactly("a tabby and a dog", "a синя котка and a dog", "a синя къща and a dog");
    }

    @Test
    void anEditedListIsReadAgain() throws Exception {
        Map<String, Object> in = Map.of("text", "a __zoo__");
        String before = fill().fingerprint(in);
        Files.writeString(root.resolve("wildcards/animals/cats.txt"), "another");
        assertThat(fill().fingerprint(in)).isNotEqualTo(before);
        assertThat(fill().run(in).text()).isEqualTo("a another and a dog");
    }

    @Test
    void brokenListsAreNamed() {
        assertThatThrownBy(() -> fill().run(Map.of("text", "__loop__")))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("names itself");
        assertThatThrownBy(() -> fill().run(Map.of("text", "__broken__")))
                .isInstanceOf(BadFileException.class)
                .hasMessageContainingAll("broken.txt", "line 2", "not closed");
        assertThatThrownBy(() -> fill().run(Map.of("text", "__none__")))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("none.txt");
        assertThatThrownBy(() -> fill().run(Map.of("text", "__../../secret__")))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("input folder");
    }

    @Test
    void listsThatExplodeAreStopped() throws Exception {
        Files.writeString(root.resolve("wildcards/l0.txt"), "{a|}");
        for (int i = 1; i < 8; i++) {
            Files.writeString(root.resolve("wildcards/l" + i + ".txt"), ("__l" + (i - 1) + "__").repeat(100));
        }
        assertThatThrownBy(() -> fill().run(Map.of("text", "__l7__")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("too often");
        assertThatThrownBy(() -> all().run(Map.of("text", "__l7__")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("too often");
    }

    @Test
    void combinationsAreBounded() throws Exception {
        var out = all().run(Map.of("text", "{a|b}".repeat(100), "most", 5));
        assertThat(out.total()).isEqualTo(Long.MAX_VALUE);
        assertThat(out.texts()).hasSize(5);
        assertThat(all().run(Map.of("text", "{a|b|c}", "start", 1)).texts()).containsExactly("b", "c");
        assertThatThrownBy(() -> all().run(Map.of("text", "{a|b}", "start", 2)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("there are 2");
        assertThatThrownBy(() -> all().run(Map.of("text", "x".repeat(100_000) + "{a|b}".repeat(20), "most", 10_000)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("together");
    }

    @Test
    void longListsCanBeCancelled() {
        assertThatThrownBy(() -> all().cancelAfter(3).run(Map.of("text", "{a|b}".repeat(20), "most", 10_000)))
                .isInstanceOf(CancelledException.class);
    }
}
