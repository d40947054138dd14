package dev.zograf.contrib.text;

import dev.zograf.testkit.NodeContract;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextPluginTest {

    @Test
    void thePluginKeepsTheContract() {
        NodeContract.of(new TextPlugin())
                .node(CaptionImage.class, it -> it.with("texts", List.of("a caption")))
                .verify();
    }
}
