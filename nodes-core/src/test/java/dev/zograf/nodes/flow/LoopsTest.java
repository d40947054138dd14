package dev.zograf.nodes.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.CancelledException;
import dev.zograf.api.InvalidInputException;
import dev.zograf.testkit.NodeHarness;
import dev.zograf.testkit.fake.FakeBody;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code repeat} and {@code map}. */
class LoopsTest {

    private final FakeBody doubles = new FakeBody(
            List.of("value", "index", "plus"),
            List.of("value", "done"),
            in -> Map.of(
                    "value", (Long) in.get("value") * 2 + (Long) in.get("plus"), "done", (Long) in.get("index") >= 4));

    private static NodeHarness<Repeat.In<Long>, Repeat.Out<Long>> repeat() {
        return NodeHarness.of(new Repeat<Long>());
    }

    @Test
    void repeatCarriesTheValueAlong() throws Exception {
        NodeHarness<Repeat.In<Long>, Repeat.Out<Long>> node = repeat();
        Repeat.Out<Long> out = node.run(new Repeat.In<>(3, 1L, doubles, Map.of("plus", 1L)));
        assertThat(out.value()).isEqualTo(15);
        assertThat(out.values()).containsExactly(3L, 7L, 15L);
        assertThat(node.steps()).extracting(NodeHarness.Step::step).containsExactly(1, 2, 3);
    }

    @Test
    void repeatEndsWhenTheBodyIsDone() throws Exception {
        assertThat(repeat().run(new Repeat.In<>(1000, 1L, doubles, Map.of("plus", 0L)))
                        .values())
                .hasSize(5);
    }

    @Test
    void repeatWithoutACallGivesWhatItWasGiven() throws Exception {
        Repeat.Out<Long> out = repeat().run(new Repeat.In<>(0, 7L, doubles, Map.of()));
        assertThat(out.value()).isEqualTo(7);
        assertThat(out.values()).isEmpty();
    }

    @Test
    void repeatNeedsAValueToGoOnWith() {
        FakeBody nothing = new FakeBody(List.of("value"), List.of("value"), in -> Map.of());
        assertThatThrownBy(() -> repeat().run(new Repeat.In<>(2, 7L, nothing, Map.of())))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("In call 0")
                .hasMessageContaining("\"done\"");
    }

    @Test
    void repeatCanBeCancelled() {
        NodeHarness<Repeat.In<Long>, Repeat.Out<Long>> node = repeat().cancelAfter(2);
        assertThatThrownBy(() -> node.run(new Repeat.In<>(1000, 1L, doubles, Map.of("plus", 0L))))
                .isInstanceOf(CancelledException.class);
        assertThat(node.steps()).hasSize(2);
    }

    @Test
    void mapKeepsTheOrderAndLeavesOutWhatCameToNothing() throws Exception {
        FakeBody even = new FakeBody(List.of("item", "index"), List.of("result"), in -> {
            long item = (Long) in.get("item");
            return item % 2 == 0 ? Map.of("result", item * 10 + (Long) in.get("index")) : Map.of();
        });
        MapList.Out<Long> out =
                NodeHarness.of(new MapList<Long, Long>()).run(new MapList.In<>(List.of(8L, 3L, 6L), even, Map.of()));
        assertThat(out.results()).containsExactly(80L, 62L);
    }

    @Test
    void mapOfNothingIsNothing() throws Exception {
        MapList.Out<Long> out =
                NodeHarness.of(new MapList<Long, Long>()).run(new MapList.In<>(List.of(), doubles, Map.of()));
        assertThat(out.results()).isEmpty();
    }
}
