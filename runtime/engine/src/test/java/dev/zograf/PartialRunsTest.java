package dev.zograf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartialRunsTest {

    private static final String TWO = """
            { "zograf": 1, "inputs": { "n": {"type": "integer", "default": 2}, "text": {"type": "text"} },
              "nodes": { "d": { "type": "double", "in": { "number": {"from": "inputs.n"} } },
                         "w": { "type": "words", "in": { "text": {"from": "inputs.text"} } },
                         "save": { "type": "write-text", "in": { "text": {"from": "inputs.text"}, "file": "f.txt" } },
                         "s": { "type": "workflow:sub", "in": { "n": {"from": "d.number"} } } },
              "outputs": { "twice": {"from": "d.number"}, "words": {"from": "w.words"} },
              "workflows": { "sub": { "inputs": { "n": {"type": "integer"} },
                             "nodes": { "a": { "type": "add", "in": { "a": {"from": "inputs.n"} } } }, "outputs": { "more": {"from": "a.sum"} } } } }
            """;

    @TempDir
    Path folder;

    @Test
    void onlyWhatIsNamedRunsAndNeedsItsInputs() {
        try (Zograf engine = Zograf.builder()
                .nodePlugins(new SampleNodes(), new FormNodes())
                .output(folder)
                .build()) {
            Workflow workflow = engine.read(TWO);
            assertThatThrownBy(() -> engine.run(workflow)).hasMessageContaining("The input \"text\" has no value");
            List<RunEvent> events = new ArrayList<>();
            Outputs outputs = engine.run(workflow.only("twice"), events::add);
            assertThat(outputs.names()).containsExactly("twice");
            assertThat(outputs.get("twice", Long.class)).isEqualTo(4);
            assertThat(events.get(0)).isEqualTo(new RunEvent.Planned(1, 1));
            assertThat(folder).isEmptyDirectory();
            assertThat(engine.run(workflow.only("s", "d").with("n", 5)).get("s.more", Long.class))
                    .isEqualTo(11);
            assertThatThrownBy(() -> engine.run(workflow.only("twice", "save")))
                    .hasMessageContaining("The input \"text\" has no value");
            engine.run(workflow.only("save").with("text", "hello"));
            assertThat(folder.resolve("f.txt")).hasContent("hello");
            assertThatThrownBy(() -> workflow.only("twise"))
                    .isInstanceOf(WorkflowException.class)
                    .hasMessageContaining("no output and no node \"twise\". Did you mean \"twice\"?");
            assertThatThrownBy(workflow::only).hasMessageContaining("Nothing was named");
        }
    }
}
