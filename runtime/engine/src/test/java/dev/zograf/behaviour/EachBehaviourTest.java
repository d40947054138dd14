package dev.zograf.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.Outputs;
import dev.zograf.RunEvent;
import dev.zograf.SampleNodes;
import dev.zograf.Workflow;
import dev.zograf.WorkflowException;
import dev.zograf.Zograf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes that run once for each entry of a list. */
class EachBehaviourTest extends Behaviours {

    private static final String NUMBERS = "'n': { 'type': 'numbers', 'in': { 'count': %d } },";
    private static final String ADD =
            "'a': { 'type': 'add', 'each': 'a', 'in': { 'a': {'from': 'n.values'}, 'b': 10 } }";

    private static List<?> list(Outputs outputs, String name) {
        return outputs.get(name, List.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void runsOnceForEachEntryAndKeepsTheOrder(int threads) {
        engine.close();
        engine = engine(threads);
        Outputs outputs = run(NUMBERS.formatted(50) + ADD, "'s': {'from': 'a.sum'}");
        List<?> sums = list(outputs, "s");
        assertThat(sums).hasSize(50);
        for (int i = 0; i < 50; i++) {
            assertThat(sums.get(i)).isEqualTo(i + 10L);
        }
        assertThat(started()).contains("a", "a/0", "a/49");
    }

    @Test
    void oneMoreEntryIsOneMoreRun() {
        run(NUMBERS.formatted(9) + ADD, "'s': {'from': 'a.sum'}");
        assertThat(SampleNodes.Add.RUNS).hasValue(9);
        events.clear();
        run(NUMBERS.formatted(10) + ADD, "'s': {'from': 'a.sum'}");
        assertThat(SampleNodes.Add.RUNS).hasValue(10);
        assertThat(started()).containsExactly("n", "a", "a/9");
        run(NUMBERS.formatted(10) + ADD, "'s': {'from': 'a.sum'}");
        run("'x': { 'type': 'add', 'in': { 'a': 3, 'b': 10 } }", "'s': {'from': 'x.sum'}");
        assertThat(SampleNodes.Add.RUNS).hasValue(10);
    }

    @Test
    void ofWhatNobodyCanLookInto() {
        String nodes = """
                'm': { 'type': 'make', 'each': 'name', 'in': { 'name': [%s] } },
                'u': { 'type': 'use', 'each': 'thing', 'in': { 'thing': {'from': 'm.thing'} } }
                """;
        run(nodes.formatted("'x', 'y'"), "'n': {'from': 'u.name'}");
        Outputs outputs = run(nodes.formatted("'w', 'x', 'y'"), "'n': {'from': 'u.name'}");
        assertThat(list(outputs, "n")).isEqualTo(List.of("w", "x", "y"));
        assertThat(BehaviourNodes.Make.RUNS).hasValue(3);
        assertThat(BehaviourNodes.Use.RUNS).hasValue(3);
    }

    @Test
    void takesSeveralListsInStep() {
        Outputs outputs = run(
                NUMBERS.formatted(3)
                        + "'a': { 'type': 'add', 'each': ['a', 'b'], 'in': { 'a': {'from': 'n.values'}, 'b': [7, 8, 9] } }",
                "'s': {'from': 'a.sum'}");
        assertThat(list(outputs, "s")).isEqualTo(List.of(7L, 9L, 11L));
        WorkflowException failure = failure(
                NUMBERS.formatted(4)
                        + "'a': { 'type': 'add', 'each': ['a', 'b'], 'in': { 'a': {'from': 'n.values'}, 'b': [7, 8, 9] } }",
                "'s': {'from': 'a.sum'}");
        assertThat(failure.kind()).isEqualTo(WorkflowException.Kind.INVALID);
        assertThat(failure).hasMessageContaining("\"a\" has 4 entries").hasMessageContaining("\"b\" 3");
    }

    @Test
    void ofNoEntriesIsAnEmptyList() {
        assertThat(list(run(NUMBERS.formatted(0) + ADD, "'s': {'from': 'a.sum'}"), "s"))
                .isEmpty();
    }

    @Test
    void entriesRunAtTheSameTime() {
        Outputs outputs =
                run("'m': { 'type': 'meet', 'each': 'who', 'in': { 'who': [31, 32] } }", "'m': {'from': 'm.met'}");
        assertThat(list(outputs, "m")).isEqualTo(List.of(true, true));
    }

    @Test
    void progressIsolationOfEntries() {
        run(
                "'w': { 'type': 'walk', 'each': 'seed', 'in': { 'seed': [1, 2], 'steps': 3 } }",
                "'i': {'from': 'w.image'}");
        List<RunEvent.Progress> progress = events.stream()
                .filter(RunEvent.Progress.class::isInstance)
                .map(RunEvent.Progress.class::cast)
                .toList();
        assertThat(progress)
                .filteredOn(p -> p.node().equals("w"))
                .extracting(RunEvent.Progress::step)
                .containsExactly(1, 2);
        assertThat(progress)
                .filteredOn(p -> p.node().equals("w/1"))
                .extracting(RunEvent.Progress::step)
                .containsExactly(1, 2, 3);
    }

    @Test
    void entriesThatCameToNothingAreLeftOut() {
        Outputs outputs = run("""
                'p': { 'type': 'pass', 'in': { 'open': false } },
                'q': { 'type': 'pass', 'in': { 'open': true } },
                'u': { 'type': 'use-number', 'each': 'value', 'in': { 'value': [1, {'from': 'p.value'}, {'from': 'q.value'}] } },
                'g': { 'type': 'pass', 'each': 'open', 'in': { 'open': [true, false, true], 'value': 4 } }
                """, "'u': {'from': 'u.value'}, 'g': {'from': 'g.value'}");
        assertThat(list(outputs, "u")).isEqualTo(List.of(1L, 5L));
        assertThat(list(outputs, "g")).isEqualTo(List.of(4L, 4L));
    }

    @Test
    void lazyInputsStayLazy() {
        String nodes = """
                'x': { 'type': 'add', 'in': { 'a': 1 } },
                'y': { 'type': 'add', 'in': { 'a': 2 } },
                'c': { 'type': 'choose', 'each': 'first', 'in': { 'first': [true, true], 'a': {'from': 'x.sum'}, 'b': {'from': 'y.sum'} } }
                """;
        assertThat(list(run(nodes, "'v': {'from': 'c.value'}"), "v")).isEqualTo(List.of(2L, 2L));
        assertThat(started()).contains("x").doesNotContain("y");
        assertThat(SampleNodes.Add.RUNS).hasValue(1);
    }

    @Test
    void aFailureNamesTheEntry() {
        WorkflowException failure = failure(
                "'f': { 'type': 'fail', 'each': 'after', 'in': { 'how': 'io', 'after': [5] } }",
                "'s': {'from': 'f.sum'}");
        assertThat(failure.node()).contains("f/0");
        assertThat(failure.nodeInputs()).containsEntry("after", "5");
    }

    private static final String DEFINED = """
            { "zograf": 1,
              "nodes": {
                "n": { "type": "numbers", "in": { "count": %d } },
                "w": { "type": "workflow:plus", "each": "x", "in": { "x": {"from": "n.values"} } } },
              "outputs": { "y": {"from": "w.y"} },
              "workflows": { "plus": {
                "inputs": { "x": {"type": "integer"}, "more": {"type": "integer", "default": 5} },
                "nodes": { "a": { "type": "add", "in": { "a": {"from": "inputs.x"}, "b": {"from": "inputs.more"} } },
                           "b": { "type": "add", "in": { "a": {"from": "a.sum"}, "b": 100 } } },
                "outputs": { "y": {"from": "b.sum"} } } } }
            """;

    @Test
    void aWorkflowForEachEntry() {
        Workflow workflow = engine.read(DEFINED.formatted(3));
        assertThat(list(engine.run(workflow, events::add), "y")).isEqualTo(List.of(105L, 106L, 107L));
        assertThat(started()).contains("w/0/a", "w/2/b");
        events.clear();
        engine.run(engine.read(DEFINED.formatted(4)), events::add);
        assertThat(started()).containsExactly("n", "w", "w/3/a", "w/3/b");
    }

    private static final String LATE = """
            { "zograf": 1,
              "nodes": {
                "made": { "type": "make", "in": { "name": "name.txt" } },
                "file": { "type": "use", "in": { "thing": {"from": "made.thing"} } },
                "read": { "type": "read-text", "in": { "file": {"from": "file.name"} } },
                "plain": { "type": "make", "each": "name", "in": { "name": [{"from": "read.text"}, "x"] } },
                "names": { "type": "use", "each": "thing", "in": { "thing": {"from": "plain.thing"} } },
                "w": { "type": "workflow:named", "each": "name", "in": { "name": [{"from": "read.text"}, "x"] } } },
              "outputs": { "plain": {"from": "names.name"}, "inner": {"from": "w.name"} },
              "workflows": { "named": {
                "inputs": { "name": {"type": "text"} },
                "nodes": { "m": { "type": "make", "in": { "name": {"from": "inputs.name"} } },
                           "u": { "type": "use", "in": { "thing": {"from": "m.thing"} } } },
                "outputs": { "name": {"from": "u.name"} } } } }
            """;

    /** What a file that another node names holds is known only while the run goes on. */
    @Test
    void ofWhatIsKnownOnlyLater(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("name.txt"), "late");
        engine.close();
        engine = Zograf.builder()
                .nodePlugins(new SampleNodes(), new BehaviourNodes())
                .input(folder)
                .build();
        Workflow workflow = engine.read(LATE);

        for (int i = 0; i < 2; i++) {
            Outputs outputs = engine.run(workflow, events::add);
            assertThat(list(outputs, "plain")).isEqualTo(List.of("late", "x"));
            assertThat(list(outputs, "inner")).isEqualTo(List.of("late", "x"));
        }
        assertThat(started()).doesNotHaveDuplicates();
    }
}
