package dev.zograf.testkit;

import static dev.zograf.api.Subworkflow.link;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.WorkflowException;
import dev.zograf.Zograf;
import dev.zograf.api.Node;
import dev.zograf.api.NodePlugin;
import dev.zograf.api.value.Image;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@ZografTest(plugins = GraphHarnessTest.Darkening.class)
class GraphHarnessTest {

    /** The one node. */
    public static final class Darkening implements NodePlugin {
        @Override
        public List<Class<? extends Node<?, ?>>> nodes() {
            return List.of(NodeHarnessTest.Darken.class);
        }
    }

    private final Image picture = Samples.gradient(4, 4);

    @Test
    void runsNodesByIdWithValuesAndLinks() {
        GraphHarness.Result result = GraphHarness.of(NodeHarnessTest.Darken.class)
                .node("a", "acme.darken@1", Map.of("image", picture, "steps", 1))
                .node("b", "acme.darken@1", Map.of("image", link("a", "image"), "steps", 2))
                .output("image", link("b", "image"))
                .run();
        assertThat(result.get("image", Image.class).pixels().at(3)).isEqualTo(0.125f);
        assertThat(result.ran()).containsExactly("a", "b");
    }

    @Test
    void whatIsWrongWithAGraphIsSaid() {
        GraphHarness graph = GraphHarness.of(new Darkening())
                .node("a", "acme.darken@1", Map.of("image", picture, "steps", 12))
                .output("image", link("a", "image"));
        assertThatThrownBy(graph::run).isInstanceOf(WorkflowException.class).hasMessageContaining("steps");
        assertThatThrownBy(() -> GraphHarness.of(new Darkening())
                        .node("a", "acme.lighten@1", Map.of("image", picture))
                        .run())
                .hasMessageContaining("no node type acme.lighten@1");
    }

    @Test
    void aTestGetsAnEngineAndFolders(Zograf zograf, TestFolders folders) {
        assertThat(zograf.nodes()).anyMatch(node -> node.id().equals("acme.darken"));
        assertThat(Files.isDirectory(folders.input())).isTrue();
        assertThat(folders.output()).isEmptyDirectory();
    }

    @Test
    void assertionsJudgeProgressAndCancellation() throws Exception {
        NodeHarness<?, ?> harness = NodeHarness.of(new NodeHarnessTest.Darken());
        harness.run(Map.of("image", picture));
        HarnessAssert.assertThat(harness).hasCompleteProgress().hasReports(3);
        HarnessAssert.assertThat(harness).isCancelledAt(2, Map.of("image", picture));
        NodeHarness<?, ?> jumpy = NodeHarness.of(new BrokenNodes.Jumpy());
        jumpy.run(Map.of("image", picture));
        assertThatThrownBy(() -> HarnessAssert.assertThat(jumpy).hasCompleteProgress())
                .hasMessageContaining("acme.jumpy@1: its progress of 5/4");
        NodeHarness<?, ?> stubborn = NodeHarness.of(new BrokenNodes.Stubborn());
        assertThatThrownBy(() -> HarnessAssert.assertThat(stubborn).isCancelledAt(1, Map.of("image", picture)))
                .hasMessageContaining("it ran to its end although it was cancelled");
    }
}
