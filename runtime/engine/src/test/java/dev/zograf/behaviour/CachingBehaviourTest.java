package dev.zograf.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.Outputs;
import dev.zograf.RunEvent;
import dev.zograf.SampleNodes;
import dev.zograf.Workflow;
import dev.zograf.Zograf;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What runs again, and what does not. */
class CachingBehaviourTest extends Behaviours {

    private static final String CHAIN = """
            'a': { 'type': 'add', 'in': { 'a': 1, 'b': 2 } },
            'b': { 'type': 'add', 'in': { 'a': {'from': 'a.sum'}, 'b': %d } },
            'c': { 'type': 'add', 'in': { 'a': {'from': 'b.sum'} } }
            """;

    @TempDir
    Path folder;

    @Test
    void fullCache() {
        run(CHAIN.formatted(5), "'s': {'from': 'c.sum'}");
        events.clear();
        run(CHAIN.formatted(5), "'s': {'from': 'c.sum'}");
        assertThat(started()).isEmpty();
        assertThat(events).startsWith(new RunEvent.Planned(3, 0));
    }

    @Test
    void partialCache() {
        run(CHAIN.formatted(5), "'s': {'from': 'c.sum'}");
        events.clear();
        run(CHAIN.formatted(6), "'s': {'from': 'c.sum'}");
        assertThat(started()).containsExactly("b", "c");
        assertThat(events).contains(new RunEvent.NodeStarted("b", "add@1", "b has changed"));
    }

    @Test
    void outputReuse() {
        Outputs outputs =
                run(CHAIN.formatted(5), "'x': {'from': 'a.sum'}, 'y': {'from': 'a.sum'}, 's': {'from': 'c.sum'}");
        assertThat(outputs.get("x", Long.class)).isEqualTo(outputs.get("y", Long.class));
        assertThat(SampleNodes.Add.RUNS).hasValue(3);
    }

    @Test
    void customIsChanged() throws Exception {
        isChanged("'t': {'from': 'r.text'}");
    }

    @Test
    void isChangedWithOutputs() throws Exception {
        isChanged("'t': {'from': 'r.text'}, 'u': {'from': 'r.text'}");
    }

    private void isChanged(String outputs) throws Exception {
        Path file = folder.resolve("a.txt");
        Files.writeString(file, "one");
        engine.close();
        engine = Zograf.builder()
                .nodePlugins(new SampleNodes(), new BehaviourNodes())
                .input(folder)
                .build();
        String nodes = "'r': { 'type': 'read-text', 'in': { 'file': 'a.txt' } }";
        assertThat(run(nodes, outputs).get("t", String.class)).isEqualTo("one");
        run(nodes, outputs);
        assertThat(started()).hasSize(1);
        Files.writeString(file, "another");
        assertThat(run(nodes, outputs).get("t", String.class)).isEqualTo("another");
        assertThat(started()).hasSize(2);
    }

    @Test
    void asyncCaching() {
        Workflow workflow = workflow("'l': { 'type': 'loop', 'in': { 'times': 5 } }", "'s': {'from': 'l.sum'}");
        engine.run(workflow);
        engine.run(workflow, events::add);
        assertThat(started()).isEmpty();
        assertThat(cached()).containsExactly("l");
    }
}
