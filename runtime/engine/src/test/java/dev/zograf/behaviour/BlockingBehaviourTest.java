package dev.zograf.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.Outputs;
import dev.zograf.RunEvent;
import dev.zograf.api.Subworkflow;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Outputs that come to nothing, and what becomes of the nodes behind them. */
class BlockingBehaviourTest extends Behaviours {

    private static final String CLOSED = "'p': { 'type': 'pass', 'in': { 'open': false } },";
    private static final String OPEN = "'q': { 'type': 'pass', 'in': { 'open': true } },";

    @Test
    void whatNeedsAnAbsentValueIsLeftOutAndSoOn() {
        Outputs outputs =
                run(CLOSED + """
                'n': { 'type': 'note', 'in': { 'value': {'from': 'p.value'} } },
                'u': { 'type': 'use-number', 'in': { 'value': {'from': 'p.value'} } },
                's': { 'type': 'use-number', 'in': { 'value': {'from': 'u.value'} } },
                'k': { 'type': 'add' }
                """, "'s': {'from': 's.value'}, 'k': {'from': 'k.sum'}, 'p': {'from': 'p.value'}");
        assertThat(outputs.names()).containsExactly("k");
        assertThat(skipped()).containsExactlyInAnyOrder("n", "u", "s");
        assertThat(BehaviourNodes.Note.RUNS).hasValue(0);
        assertThat(events)
                .contains(new RunEvent.NodeSkipped("n", "note@1", "its input \"value\" got nothing from \"p.value\""));
        assertThatThrownBy(() -> outputs.get("s", Long.class))
                .hasMessageContaining("came to nothing")
                .hasMessageContaining("u.value");
        assertThatThrownBy(() -> outputs.get("p", Long.class)).hasMessageContaining("pass@1 gave nothing");
        assertThatThrownBy(() -> outputs.get("z", Long.class)).hasMessageContaining("There is no output");
    }

    /** An input with a default or none at all does without. */
    @Test
    void whatCanDoWithoutRuns() {
        Outputs outputs = run(CLOSED + """
                'a': { 'type': 'add', 'in': { 'a': {'from': 'p.value'}, 'b': 2 } },
                't': { 'type': 'total', 'in': { 'values': [1, 2], 'extra': {'from': 'p.value'} } }
                """, "'a': {'from': 'a.sum'}, 't': {'from': 't.sum'}");
        assertThat(outputs.get("a", Long.class)).isEqualTo(2);
        assertThat(outputs.get("t", Long.class)).isEqualTo(3);
    }

    @Test
    void executionBlockListOutput() {
        Outputs outputs = run(CLOSED + OPEN + """
                't': { 'type': 'total', 'in': { 'values': [{'from': 'p.value'}, {'from': 'q.value'}, 1, {'from': 'p.value'}] } },
                'u': { 'type': 'total', 'in': { 'values': [{'from': 'p.value'}], 'bonus': {'from': 'q.value'} } }
                """, "'t': {'from': 't.sum'}, 'u': {'from': 'u.sum'}");
        assertThat(outputs.get("t", Long.class)).isEqualTo(6);
        assertThat(outputs.get("u", Long.class)).isEqualTo(5);
    }

    @Test
    void asyncWithBlocker() {
        BehaviourNodes.Build.graph = Subworkflow.builder()
                .node("p", "pass", Map.of("open", false))
                .node("a", "sum", Map.of("values", Subworkflow.link("p", "value")))
                .node("b", "add", Map.of("a", 1))
                .output("x", Subworkflow.link("a", "sum"))
                .output("y", Subworkflow.link("b", "sum"))
                .build();
        assertThat(run("'b': { 'type': 'build' }", "'t': {'from': 'b.text'}").get("t", String.class))
                .isEqualTo("{y=2}");
        assertThat(skipped()).containsExactly("b/0/a");
    }

    @Test
    void anAbsentResultIsKeptLikeAnyOther() {
        run(CLOSED.replace("},", "}"), "'p': {'from': 'p.value'}");
        events.clear();
        Outputs again = run(CLOSED.replace("},", "}"), "'p': {'from': 'p.value'}");
        assertThat(again.names()).isEmpty();
        assertThat(cached()).containsExactly("p");
    }
}
