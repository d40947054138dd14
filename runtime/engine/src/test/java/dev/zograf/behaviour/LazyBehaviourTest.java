package dev.zograf.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.Outputs;
import dev.zograf.SampleNodes;
import dev.zograf.api.Subworkflow;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Inputs that are computed only when a node asks for them. */
class LazyBehaviourTest extends Behaviours {

    private static final String SIDES = """
            'a': { 'type': 'add', 'in': { 'a': 1, 'b': 2 } },
            'b': { 'type': 'add', 'in': { 'a': 10, 'b': 20 } },
            'c': { 'type': 'choose', 'in': { 'first': %s, 'a': {'from': 'a.sum'}, 'b': {'from': 'b.sum'} } }
            """;

    @Test
    void lazyInput() {
        assertThat(run(SIDES.formatted("true"), "'v': {'from': 'c.value'}").get("v", Long.class))
                .isEqualTo(3);
        assertThat(started()).containsExactly("c", "a");
        events.clear();
        assertThat(run(SIDES.formatted("false"), "'v': {'from': 'c.value'}").get("v", Long.class))
                .isEqualTo(30);
        assertThat(started()).containsExactly("c", "b");
    }

    @Test
    void mixedLazyResults() {
        Outputs outputs = run(
                SIDES.formatted("true")
                        + ", 'p': { 'type': 'picky', 'in': { 'wanted': [2, 0], 'values': [{'from': 'a.sum'}, {'from': 'b.sum'}, 100] } }",
                "'s': {'from': 'p.sum'}");
        assertThat(outputs.get("s", Long.class)).isEqualTo(103);
        assertThat(started()).containsExactly("p", "a");
    }

    @Test
    void asyncLazy() {
        BehaviourNodes.Build.graph = Subworkflow.builder()
                .node("a", "add", Map.of("a", 1))
                .node("b", "fail", Map.of("how", "io"))
                .node(
                        "c",
                        "choose",
                        Map.of("first", true, "a", Subworkflow.link("a", "sum"), "b", Subworkflow.link("b", "sum")))
                .output("v", Subworkflow.link("c", "value"))
                .build();
        assertThat(run("'b': { 'type': 'build' }", "'t': {'from': 'b.text'}").get("t", String.class))
                .isEqualTo("{v=2}");
        assertThat(started()).containsExactly("b", "b/0/c", "b/0/a");
    }

    @Test
    void aLazyInputThatComesToNothingLeavesOutWhoAsked() {
        String nodes = """
                'p': { 'type': 'pass', 'in': { 'open': false } },
                'c': { 'type': 'choose', 'in': { 'first': %s, 'a': {'from': 'p.value'}, 'b': 7 } },
                'n': { 'type': 'note', 'in': { 'value': {'from': 'c.value'} } }
                """;
        Outputs without = run(nodes.formatted("true"), "'v': {'from': 'c.value'}");
        assertThat(without.names()).isEmpty();
        assertThat(skipped()).containsExactly("c", "n");
        assertThat(BehaviourNodes.Note.RUNS).hasValue(0);
        Outputs with = run(nodes.formatted("false"), "'v': {'from': 'c.value'}");
        assertThat(with.get("v", Long.class)).isEqualTo(7);
        assertThat(BehaviourNodes.Note.RUNS).hasValue(1);
        assertThat(SampleNodes.Add.RUNS).hasValue(0);
    }
}
