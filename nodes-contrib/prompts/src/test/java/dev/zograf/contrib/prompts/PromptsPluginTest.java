package dev.zograf.contrib.prompts;

import dev.zograf.testkit.NodeContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptsPluginTest {

    @Test
    void thePluginKeepsTheContract(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("table.csv"), "text\na red apple\na green pear\n");
        Files.writeString(folder.resolve("table.json"), "[{\"text\": \"a red apple\"}, {\"text\": \"a green pear\"}]");
        Files.writeString(folder.resolve("lines.txt"), "a red apple\na green pear\n");
        NodeContract.of(new PromptsPlugin())
                .node(
                        LoadCsv.class,
                        it -> it.input(folder).with("file", "table.csv").with("column", "text"))
                .node(
                        LoadJson.class,
                        it -> it.input(folder).with("file", "table.json").with("column", "text"))
                .node(LoadLines.class, it -> it.input(folder).with("file", "lines.txt"))
                .verify();
    }
}
