package dev.zograf.contrib.prompts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.CancelledException;
import dev.zograf.api.InvalidInputException;
import dev.zograf.testkit.NodeHarness;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WordNodesTest {

    private static String change(String text, Map<String, ?> more) throws Exception {
        var in = new HashMap<String, Object>(more);
        in.put("text", text);
        return NodeHarness.of(new ChangeText()).run(in).text();
    }

    private static ReplaceText.Out replace(Map<String, ?> in) throws Exception {
        return NodeHarness.of(new ReplaceText()).run(in);
    }

    @Test
    void textsAreChanged() throws Exception {
        assertThat(change("  a \n b  ", Map.of())).isEqualTo("a b");
        assertThat(change(" a ", Map.of("strip", false))).isEqualTo(" a ");
        assertThat(change("една синя къща", Map.of("letters", "title"))).isEqualTo("Една Синя Къща");
        assertThat(change("\"it's\" Mine", Map.of("letters", "title"))).isEqualTo("\"It's\" Mine");
        assertThat(change("(кот) Мой", Map.of("letters", "sentence"))).isEqualTo("(Кот) Мой");
        assertThat(change("A b", Map.of("letters", "upper"))).isEqualTo("A B");
        assertThat(change("one two  three", Map.of("words", 2))).isEqualTo("one two");
        assertThat(change("one", Map.of("words", 2))).isEqualTo("one");
    }

    @Test
    void textsAreJoinedAndSplit() throws Exception {
        assertThat(NodeHarness.of(new JoinText())
                        .run(Map.of("texts", List.of("a", " ", "b")))
                        .text())
                .isEqualTo("a, b");
        var parts = NodeHarness.of(new SplitText()).run(Map.of("text", "a, ,b;c,"));
        assertThat(parts.texts()).containsExactly("a", "b;c");
        assertThat(NodeHarness.of(new SplitText())
                        .run(Map.of("text", "a, b,", "strip", false, "skipEmpty", false))
                        .texts())
                .containsExactly("a", " b", "");
    }

    @Test
    void textsAreReplaced() throws Exception {
        assertThat(replace(Map.of("text", "a.a b", "find", "a", "replacement", "$1")))
                .isEqualTo(new ReplaceText.Out("$1.$1 b", 2));
        assertThat(replace(Map.of(
                                "text",
                                "кот котка КОТ",
                                "find",
                                "кот",
                                "replacement",
                                "пес",
                                "mode",
                                "word",
                                "ignoreCase",
                                true))
                        .text())
                .isEqualTo("пес котка пес");
        assertThat(replace(Map.of("text", "10 cats", "find", "(\\d+) (\\w+)", "replacement", "$2 $1", "mode", "regex"))
                        .text())
                .isEqualTo("cats 10");
    }

    @Test
    void badExpressionsAreNamed() {
        assertThatThrownBy(() -> replace(Map.of("text", "a", "find", "(", "mode", "regex")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("regular expression");
        assertThatThrownBy(() -> replace(Map.of("text", "a", "find", "a", "replacement", "$3", "mode", "regex")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("group");
        assertThatThrownBy(() -> NodeHarness.of(new ReplaceText())
                        .cancelAfter(0)
                        .run(Map.of("text", "x".repeat(300), "find", "(.*)(.*)(.*)(.*)(.*)(.*)(.*)y", "mode", "regex")))
                .isInstanceOf(CancelledException.class);
    }

    @Test
    void templatesAreFilled() throws Exception {
        var node = NodeHarness.of(new FillTemplate());
        assertThat(node.run(Map.of(
                                "template",
                                "a {c} {n}{{}}",
                                "names",
                                List.of("c", "n"),
                                "values",
                                List.of("red", "cat")))
                        .text())
                .isEqualTo("a red cat{}");
        assertThatThrownBy(() -> node.run(Map.of("template", "{x}", "names", List.of("c"), "values", List.of("red"))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContainingAll("\"x\"", "there are c");
        assertThatThrownBy(() -> node.run(Map.of("template", "{c", "names", List.of("c"), "values", List.of("red"))))
                .hasMessageContaining("not closed");
        assertThatThrownBy(() -> node.run(Map.of("template", "c", "names", List.of("c"), "values", List.of())))
                .isInstanceOf(InvalidInputException.class);
    }
}
