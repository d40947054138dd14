package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.Zograf;
import dev.zograf.runtime.comfy.ComfyClass;
import dev.zograf.runtime.comfy.ComfyClasses;
import dev.zograf.runtime.comfy.TableCheck;
import dev.zograf.runtime.node.NodeSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The tables of ComfyUI's classes name nodes, inputs, outputs and values that there are. */
class ComfyTablesTest {

    @Test
    void everyTableFitsTheNodesThatThereAre() {
        try (Zograf zograf = Zograf.builder().build()) {
            Map<String, NodeSchema> nodes =
                    zograf.nodes().stream().collect(Collectors.toMap(NodeSchema::id, Function.identity()));
            List<String> mistakes = new ArrayList<>();
            for (ComfyClass type : ComfyClasses.core().all().values()) {
                mistakes.addAll(TableCheck.mistakes(type, nodes));
            }
            assertThat(mistakes).isEmpty();
        }
    }
}
