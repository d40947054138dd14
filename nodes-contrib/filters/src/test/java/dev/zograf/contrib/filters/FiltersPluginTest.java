package dev.zograf.contrib.filters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.WorkflowException;
import dev.zograf.Zograf;
import dev.zograf.testkit.NodeContract;
import org.junit.jupiter.api.Test;

class FiltersPluginTest {

    @Test
    void theNodesKeepTheContract() {
        NodeContract.verify(new FiltersPlugin());
    }

    @Test
    void aWorkflowRunsAndItsMistakesAreNamed() {
        String workflow = """
                {"zograf": 1, "inputs": {"colour": {"type": "text"}, "wide": {"type": "integer"}},
                 "nodes": {
                   "base": {"type": "contrib.solid-image@1", "in": {"width": 8, "height": 6, "colour": {"from": "inputs.colour"}}},
                   "other": {"type": "contrib.solid-image@1", "in": {"width": {"from": "inputs.wide"}, "height": 6}},
                   "blend": {"type": "contrib.blend@1", "in": {"base": {"from": "base.image"}, "layer": {"from": "other.image"}, "mode": "multiply"}}},
                 "outputs": {"image": {"from": "blend.image"}}}
                """;
        try (Zograf zograf = Zograf.builder().build()) {
            assertThat(zograf.run(zograf.read(workflow)
                                    .with("colour", "#102030")
                                    .with("wide", 8))
                            .image("image")
                            .getRGB(7, 5))
                    .isEqualTo(0xff102030);
            assertThatThrownBy(() -> zograf.run(
                            zograf.read(workflow).with("colour", "green").with("wide", 8)))
                    .isInstanceOf(WorkflowException.class)
                    .hasMessageContainingAll("base", "\"green\" is no colour", "#rrggbb");
            assertThatThrownBy(() -> zograf.run(
                            zograf.read(workflow).with("colour", "#fff").with("wide", 9)))
                    .isInstanceOf(WorkflowException.class)
                    .hasMessageContainingAll("blend", "layer", "9x6", "8x6", "contrib.fit-image");
        }
    }
}
