package dev.zograf.contrib.filters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.WorkflowException;
import dev.zograf.Zograf;
import dev.zograf.api.NodeType;
import dev.zograf.testkit.NodeContract;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class FiltersPluginTest {

    @Test
    void theNodesKeepTheContract() {
        NodeContract.verify(new FiltersPlugin());
    }

    @Test
    void theDescriptorNamesTheNodes() throws Exception {
        String descriptor;
        try (InputStream in = FiltersPlugin.class.getResourceAsStream("/META-INF/zograf-plugin.json")) {
            descriptor = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        List<String> described = Pattern.compile("\"(contrib\\.[a-z-]+@\\d+)\"")
                .matcher(descriptor)
                .results()
                .map(match -> match.group(1))
                .toList();
        List<String> offered = new FiltersPlugin()
                .nodes().stream()
                        .map(node -> node.getAnnotation(NodeType.class))
                        .map(type -> type.id() + "@" + type.version())
                        .toList();
        assertThat(described).isEqualTo(offered);
        assertThat(descriptor).doesNotContain("${");
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
