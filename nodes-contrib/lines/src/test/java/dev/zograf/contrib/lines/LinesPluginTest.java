package dev.zograf.contrib.lines;

import dev.zograf.api.model.Models;
import dev.zograf.runtime.model.BundledModels;
import dev.zograf.runtime.model.ModelRoots;
import dev.zograf.testkit.NodeContract;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinesPluginTest {

    @Test
    void theNodesKeepTheContract() throws Exception {
        try (ModelRoots models =
                new ModelRoots(List.of(Pictures.models()), new BundledModels(LinesPluginTest.class.getClassLoader()))) {
            NodeContract.of(new LinesPlugin())
                    .node(SoftEdge.class, it -> it.service(Models.class, models).with("model", "tiny-hed"))
                    .verify();
        }
    }
}
