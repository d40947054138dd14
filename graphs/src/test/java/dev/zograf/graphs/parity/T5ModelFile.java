package dev.zograf.graphs.parity;

import dev.zograf.api.model.Checkpoint;
import dev.zograf.runtime.model.ModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A copy of a tokenizer folder that has SentencePiece's file alone, as many published folders of T5 do. */
final class T5ModelFile implements AutoCloseable {

    private static final List<String> FILES = List.of("spiece.model", "tokenizer_config.json");

    private final Path copy;

    private T5ModelFile(Path copy) {
        this.copy = copy;
    }

    static T5ModelFile of(Path folder) throws IOException {
        Path copy = Files.createTempDirectory("t5");
        for (String file : FILES) {
            Files.copy(folder.resolve(file), copy.resolve(file));
        }
        return new T5ModelFile(copy);
    }

    Checkpoint checkpoint() {
        return ModelFolder.open("spiece", copy);
    }

    @Override
    public void close() throws IOException {
        for (String file : FILES) {
            Files.delete(copy.resolve(file));
        }
        Files.delete(copy);
    }
}
