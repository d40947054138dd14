package dev.zograf.contrib.prompts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.BadFileException;
import dev.zograf.api.InvalidInputException;
import dev.zograf.testkit.NodeHarness;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListNodesTest {

    @TempDir
    Path root;

    private LoadLines.Out lines(String text, Map<String, ?> more) throws Exception {
        Files.writeString(root.resolve("list.txt"), text);
        var in = new HashMap<String, Object>(more);
        in.put("file", "list.txt");
        return NodeHarness.of(new LoadLines()).input(root).run(in);
    }

    private LoadCsv.Out csv(String text, Map<String, ?> more) throws Exception {
        Files.writeString(root.resolve("table.csv"), text);
        var in = new HashMap<String, Object>(more);
        in.put("file", "table.csv");
        return NodeHarness.of(new LoadCsv()).input(root).run(in);
    }

    private LoadJson.Out json(String text, Map<String, ?> more) throws Exception {
        Files.writeString(root.resolve("table.json"), text);
        var in = new HashMap<String, Object>(more);
        in.put("file", "table.json");
        return NodeHarness.of(new LoadJson()).input(root).run(in);
    }

    @Test
    void linesComeInTheWantedOrder() throws Exception {
        String text = "# fruit\n pear \n\napple\nплод\n";
        assertThat(lines(text, Map.of()).lines()).containsExactly("pear", "apple", "плод");
        assertThat(lines(text, Map.of("comments", false)).lines()).startsWith("# fruit");
        assertThat(lines(text, Map.of("order", "sorted")).lines()).containsExactly("apple", "pear", "плод");
        assertThat(lines(text, Map.of("order", "reversed", "start", 1, "count", 1))
                        .lines())
                .containsExactly("apple");
        assertThat(lines(text, Map.of("order", "shuffled", "seed", 5L)).lines())
                .containsExactlyInAnyOrder("pear", "apple", "плод")
                .isEqualTo(lines(text, Map.of("order", "shuffled", "seed", 5L)).lines());
        assertThatThrownBy(() -> lines(text, Map.of("start", 3)))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("has 3");
    }

    @Test
    void whatIsNoTextIsRefused() throws Exception {
        Files.write(root.resolve("list.bin"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertThatThrownBy(() -> NodeHarness.of(new LoadLines()).input(root).run(Map.of("file", "list.bin")))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("UTF-8");
        assertThatThrownBy(() -> NodeHarness.of(new LoadLines())
                        .input(root.getParent())
                        .run(Map.of("file", root.getFileName().toString())))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("folder");
    }

    @Test
    void aCsvTableGivesAColumnOrFillsATemplate() throws Exception {
        String table = "# mine\nadjective;animal\nred;cat\n\"синя; \"\"много\"\"\";къща\n";
        assertThat(csv(table, Map.of("column", "animal")).texts()).containsExactly("cat", "къща");
        assertThat(csv(table, Map.of("template", "a {adjective} {{{animal}}}")).texts())
                .containsExactly("a red {cat}", "a синя; \"много\" {къща}");
        assertThat(csv(table, Map.of("column", "animal", "start", 1, "count", 5))
                        .texts())
                .containsExactly("къща");
        assertThat(csv("a\tb\n1\t2\n", Map.of("column", "b")).columns()).containsExactly("a", "b");
    }

    @Test
    void mistakesInCsvAreNamed() {
        assertThatThrownBy(() -> csv("a,b\n1,2\n3\n", Map.of("column", "a")))
                .isInstanceOf(BadFileException.class)
                .hasMessageContainingAll("line 3", "1 cells", "2 columns");
        assertThatThrownBy(() -> csv("a,a\n1,2\n", Map.of("column", "a")))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("table.csv");
        assertThatThrownBy(() -> csv("", Map.of("column", "a"))).isInstanceOf(BadFileException.class);
        assertThatThrownBy(() -> csv("a,b\n1,\"2\n", Map.of("column", "a"))).isInstanceOf(BadFileException.class);
        assertThatThrownBy(() -> csv("a,b\n1,2\n", Map.of("column", "c")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("a, b");
        assertThatThrownBy(() -> csv("a,b\n1,2\n", Map.of("template", "{c}")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("a, b");
        assertThatThrownBy(() -> csv("a\n1\n", Map.of())).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void aJsonTableGivesAMemberOrFillsATemplate() throws Exception {
        String table =
                "{\"v\": [1, {}], \"prompts\": {\"de\": [{\"c\": \"red\", \"n\": 2}, {\"c\": \"blue\", \"n\": null}]}}";
        assertThat(json(table, Map.of("at", "prompts/de", "column", "c")).texts())
                .containsExactly("red", "blue");
        assertThat(json(table, Map.of("at", "/prompts/de", "template", "{n} {c}"))
                        .texts())
                .containsExactly("2 red", " blue");
        assertThat(json("[\"a\", \"b\"]", Map.of("column", "text")).texts()).containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[",
                "[{\"a\": 1}",
                "{}",
                "[{\"a\": [1]}]",
                "[{\"a\": 1, \"a\": 2}]",
                "[{'a': 1}]",
                "[{\"a\": 1}] 2",
                "[{\"a\": 1},]",
                "[nul]"
            })
    void mistakesInJsonAreNamed(String table) {
        assertThatThrownBy(() -> json(table, Map.of("column", "a")))
                .isInstanceOf(BadFileException.class)
                .hasMessageStartingWith("table.json");
    }

    @Test
    void deepJsonDoesNotOverflow() {
        assertThatThrownBy(() -> json("[".repeat(1_000_000), Map.of("column", "a")))
                .isInstanceOf(BadFileException.class);
        assertThatThrownBy(() -> json("{\"x\":" + "[".repeat(1_000_000), Map.of("column", "a", "at", "y")))
                .isInstanceOf(BadFileException.class);
    }
}
