package dev.zograf.contrib.prompts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.api.NodeType;
import dev.zograf.testkit.NodeContract;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PromptsPluginTest {

    @Test
    void theNodesKeepTheContract() {
        NodeContract.verify(new PromptsPlugin());
    }

    @Test
    void theDescriptorNamesTheNodes() throws Exception {
        String descriptor;
        try (InputStream in = PromptsPlugin.class.getResourceAsStream("/META-INF/zograf-plugin.json")) {
            descriptor = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        List<String> described = Pattern.compile("\"(contrib\\.[a-z-]+@\\d+)\"")
                .matcher(descriptor)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
        List<String> offered = new PromptsPlugin()
                .nodes().stream()
                        .map(node -> node.getAnnotation(NodeType.class))
                        .map(type -> type.id() + "@" + type.version())
                        .toList();
        assertThat(described).isEqualTo(offered);
        assertThat(descriptor).doesNotContain("${");
    }
}
