package dev.zograf.nodes.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.InvalidInputException;
import dev.zograf.testkit.NodeHarness;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code concat-lists}, {@code list-item}, {@code list-size}, {@code range} and the texts. */
class ListsTest {

    @Test
    void listsArePutTogetherAndTakenApart() throws Exception {
        List<String> all = NodeHarness.of(new ConcatLists<String>())
                .run(new ConcatLists.In<>(List.of("a", "b"), List.of("c")))
                .values();
        assertThat(all).containsExactly("a", "b", "c");
        NodeHarness<ListItem.In<String>, ListItem.Out<String>> item = NodeHarness.of(new ListItem<String>());
        assertThat(item.run(new ListItem.In<>(all, 1)).value()).isEqualTo("b");
        assertThat(item.run(new ListItem.In<>(all, -1)).value()).isEqualTo("c");
        assertThat(NodeHarness.of(new ListSize<String>())
                        .run(new ListSize.In<>(all))
                        .size())
                .isEqualTo(3);
        for (int wrong : new int[] {3, -4, Integer.MIN_VALUE}) {
            assertThatThrownBy(() -> item.run(new ListItem.In<>(all, wrong)))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("the list has 3");
        }
    }

    @Test
    void rangesCountUpAndDown() throws Exception {
        NodeHarness<NumberRange.In, NumberRange.Out> range = NodeHarness.of(new NumberRange());
        assertThat(range.run(Map.of("count", 3)).values()).containsExactly(0L, 1L, 2L);
        assertThat(range.run(Map.of("start", 5, "count", 3, "step", -5)).values())
                .containsExactly(5L, 0L, -5L);
        assertThat(range.run(Map.of("count", 0)).values()).isEmpty();
        assertThat(range.run(Map.of("start", Long.MAX_VALUE, "count", 1, "step", 9))
                        .values())
                .containsExactly(Long.MAX_VALUE);
        assertThatThrownBy(() -> range.run(Map.of("start", Long.MAX_VALUE, "count", 2)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("does not fit in 64 bits");
    }

    @Test
    void textsAreJoinedAndFilledIn() throws Exception {
        assertThat(NodeHarness.of(new TextJoin())
                        .run(Map.of("texts", List.of("a red", "apple"), "separator", " "))
                        .text())
                .isEqualTo("a red apple");
        assertThat(NodeHarness.of(new TextJoin())
                        .run(Map.of("texts", List.of("a", "b")))
                        .text())
                .isEqualTo("ab");
        assertThat(NodeHarness.of(new TextReplace())
                        .run(Map.of("text", "a {it} and a {it}", "find", "{it}", "replacement", "cat"))
                        .text())
                .isEqualTo("a cat and a cat");
        assertThatThrownBy(() ->
                        NodeHarness.of(new TextReplace()).run(Map.of("text", "a", "find", "", "replacement", "b")))
                .isInstanceOf(InvalidInputException.class);
    }
}
