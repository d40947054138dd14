package dev.zograf.nodes;

import dev.zograf.testkit.NodeContract;
import org.junit.jupiter.api.Test;

class CoreNodesTest {

    @Test
    void everyNodeKeepsTheContract() {
        NodeContract.verify(new CoreNodes());
    }
}
