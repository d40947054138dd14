package dev.zograf.contrib.files;

import dev.zograf.testkit.NodeContract;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesPluginTest {

    @Test
    void thePluginKeepsTheContract(@TempDir Path folder) throws Exception {
        Pictures.folder(folder.resolve("cats"), 3);
        Pictures.zip(folder.resolve("cats.zip"), 3);
        Files.writeString(folder.resolve("a.txt"), "a cat\n");
        NodeContract.of(new FilesPlugin())
                .node(ListFolder.class, it -> it.input(folder).with("folder", "cats"))
                .node(LoadAnimation.class, it -> it.input(folder).with("file", "cats/cat-1.png"))
                .node(LoadFolder.class, it -> it.input(folder).with("folder", "cats"))
                .node(LoadText.class, it -> it.input(folder).with("file", "a.txt"))
                .node(LoadZip.class, it -> it.input(folder).with("file", "cats.zip"))
                .verify();
    }
}
