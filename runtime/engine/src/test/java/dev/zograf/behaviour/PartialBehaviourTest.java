package dev.zograf.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.Outputs;
import dev.zograf.Workflow;
import dev.zograf.WorkflowException;
import org.junit.jupiter.api.Test;

/** What runs if only a part is asked for. */
class PartialBehaviourTest extends Behaviours {

    /** Two chains with a common root, a choice between them, and a node with an effect. */
    private static final String NODES = """
            'root':  { 'type': 'add', 'in': { 'a': 1, 'b': 2 } },
            'left':  { 'type': 'add', 'in': { 'a': {'from': 'root.sum'}, 'b': 10 } },
            'right': { 'type': 'add', 'in': { 'a': {'from': 'root.sum'}, 'b': 20 } },
            'pick':  { 'type': 'choose', 'in': { 'first': true, 'a': {'from': 'left.sum'}, 'b': {'from': 'right.sum'} } },
            'note':  { 'type': 'note', 'in': { 'value': {'from': 'right.sum'} } }
            """;

    private static final String OUTPUTS =
            "'l': {'from': 'left.sum'}, 'r': {'from': 'right.sum'}, 'p': {'from': 'pick.value'}";

    private Outputs only(String... names) {
        Workflow workflow = workflow(NODES, OUTPUTS);
        return engine.run(workflow.only(names), events::add);
    }

    @Test
    void partialExecutionIncludedOutputs() {
        assertThat(only("l").get("l", Long.class)).isEqualTo(13);
        assertThat(started()).contains("left");
    }

    @Test
    void partialExecutionExcludedOutputs() {
        assertThat(only("l").names()).containsExactly("l");
        assertThat(started()).doesNotContain("right", "pick", "note");
        assertThat(BehaviourNodes.Note.RUNS).hasValue(0);
    }

    @Test
    void partialExecutionDependencies() {
        only("r");
        assertThat(started()).containsExactly("root", "right");
    }

    @Test
    void partialExecutionWithLazyNodes() {
        assertThat(only("p").get("p", Long.class)).isEqualTo(13);
        assertThat(started()).containsExactlyInAnyOrder("pick", "root", "left");
    }

    @Test
    void partialExecutionMultipleOutputNodes() {
        assertThat(only("l", "note").names()).contains("l").doesNotContain("r", "p");
        assertThat(started()).containsExactlyInAnyOrder("root", "left", "right", "note");
        assertThat(BehaviourNodes.Note.RUNS).hasValue(1);
    }

    @Test
    void partialExecutionEmptyList() {
        Workflow workflow = workflow(NODES, OUTPUTS);
        assertThatThrownBy(workflow::only)
                .isInstanceOf(WorkflowException.class)
                .hasMessageContaining("Nothing was named");
        assertThat(engine.run(workflow, events::add).names()).containsExactly("l", "r", "p");
    }
}
