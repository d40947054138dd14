package dev.zograf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkflowOutlineTest {

    private static final String WORKFLOW = """
            { "zograf": 1,
              "inputs": { "n": {"type": "integer", "default": 1}, "many": {"type": "list of integer", "default": [1, 2]},
                          "plus": {"type": "integer", "default": 3}, "file": {"type": "text", "default": "x"} },
              "nodes": {
                "unused": { "type": "double", "in": { "number": {"from": "inputs.n"} } },
                "one": { "type": "workflow:more", "in": { "n": {"from": "inputs.n"}, "by": {"from": "inputs.plus"} } },
                "each": { "type": "workflow:more", "in": { "n": {"from": "inputs.many"}, "by": {"from": "one.sum"} }, "each": "n" },
                "all": { "type": "sum", "in": { "values": {"from": "each.sum"} } },
                "loop": { "type": "again", "in": { "value": 1, "body": {"workflow": "step"}, "with": {"by": {"from": "inputs.plus"}} } },
                "read": { "type": "read-text", "in": { "file": {"from": "inputs.file"} } },
                "write": { "type": "write-text", "in": { "file": "out.txt", "text": {"from": "read.text"} } } },
              "outputs": { "sum": {"from": "one.sum"}, "loop": {"from": "loop.value"} },
              "workflows": {
                "more": { "inputs": { "n": {"type": "integer"}, "by": {"type": "integer"} },
                          "nodes": { "twice": { "type": "double", "in": { "number": {"from": "inputs.n"} } },
                                     "add": { "type": "add", "in": { "a": {"from": "twice.number"}, "b": {"from": "inputs.by"} } } },
                          "outputs": { "sum": {"from": "add.sum"} } },
                "step": { "inputs": { "value": {"type": "integer"}, "by": {"type": "integer"} },
                          "nodes": { "add": { "type": "add", "in": { "a": {"from": "inputs.value"}, "b": {"from": "inputs.by"} } } },
                          "outputs": { "value": {"from": "add.sum"} } } } }
            """;

    private final Zograf engine = Zograf.builder()
            .nodePlugins(new SampleNodes(), new FormNodes())
            .service(SampleNodes.Dictionary.class, name -> () -> name + "!")
            .service(FormNodes.Palette.class, () -> List.of("red"))
            .build();

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void stepsAreWhatRuns() {
        List<Workflow.Step> steps = engine.read(WORKFLOW).steps();
        assertThat(steps)
                .extracting(Workflow.Step::id)
                .containsExactlyInAnyOrder("one/twice", "one/add", "loop", "read", "write");
        assertThat(steps)
                .filteredOn(step -> step.id().equals("one/add"))
                .first()
                .satisfies(step -> assertThat(step.after()).containsExactly("one/twice"))
                .satisfies(step -> assertThat(step.type()).isEqualTo("add@1"));
    }

    @Test
    void targetsAreWhereAnInputGoes() {
        Workflow workflow = engine.read(WORKFLOW);
        assertThat(workflow.targets("plus"))
                .extracting(target -> target.node() + "." + target.port().name())
                .containsExactlyInAnyOrder("one/add.b", "loop/add.b");
        assertThat(workflow.targets("many"))
                .extracting(target -> target.node() + "." + target.port().name())
                .containsExactly("each/twice.number");
        assertThat(workflow.targets("n"))
                .extracting(target -> target.node() + "." + target.port().name() + " " + target.pointer())
                .contains("unused.number /nodes/unused/in/number/from", "one/twice.number /nodes/one/in/n/from");
        assertThat(workflow.targets("file").get(0).port().file()).isEqualTo("text");
        assertThatThrownBy(() -> workflow.targets("none")).hasMessageContaining("no input \"none\"");
    }
}
