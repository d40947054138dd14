package dev.zograf.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.runtime.json.WorkflowFile;
import dev.zograf.runtime.json.WorkflowReader;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PaintWorkflowTest {

    private static WorkflowFile workflow(String... given) {
        return WorkflowReader.read(PaintWorkflow.forInputs(Set.of(given)))
                .file()
                .orElseThrow();
    }

    @Test
    void leavesOutWhatIsNotGiven() {
        WorkflowFile file = workflow("prompt", "model", "seed", "file");

        assertThat(file.inputs()).containsOnlyKeys("prompt", "model", "seed", "file");
        assertThat(file.nodes()).doesNotContainKeys("negative", "upscaler", "upscale");
        assertThat(file.nodes().get("sample").in()).containsOnlyKeys("model", "positive", "latent", "seed");
        assertThat(file.nodes().get("latent").in()).containsOnlyKeys("model");
        assertThat(file.outputs().get("image").from().source()).isEqualTo("decode");
    }

    @Test
    void takesWhatIsGiven() {
        WorkflowFile file =
                workflow("prompt", "negative", "model", "seed", "cfg", "width", "height", "upscaler", "file");

        assertThat(file.nodes()).containsKeys("negative", "upscaler", "upscale");
        assertThat(file.nodes().get("sample").in()).containsKeys("negative", "cfg");
        assertThat(file.nodes().get("latent").in()).containsOnlyKeys("model", "width", "height");
        assertThat(file.outputs().get("image").from().source()).isEqualTo("upscale");
    }
}
