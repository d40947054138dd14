package dev.zograf.nodes.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.model.CheckpointWriter;
import dev.zograf.nodes.patch.TinyDenoiser;
import dev.zograf.testkit.NodeHarness;
import dev.zograf.testkit.fake.FakeTextEncoder;
import dev.zograf.testkit.fake.FakeVae;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What it writes is tested with whole models, where there are some. */
class SaveCheckpointTest {

    private static final CheckpointWriter WRITER = (networks, metadata, type, out, cancellation) -> {
        throw new AssertionError("nothing to write");
    };

    @TempDir
    private Path folder;

    @Test
    void refusesWhatShowsNoWeights() throws Exception {
        assertThatThrownBy(() -> NodeHarness.of(new SaveCheckpoint(WRITER))
                        .output(folder)
                        .run(Map.of(
                                "model", TinyDenoiser.create(), "text", new FakeTextEncoder(), "vae", new FakeVae())))
                .hasMessageContaining("This VAE does not show its weights.");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void needsAName() {
        assertThatThrownBy(() -> NodeHarness.of(new SaveCheckpoint(WRITER))
                        .output(folder)
                        .run(Map.of(
                                "model",
                                TinyDenoiser.create(),
                                "text",
                                new FakeTextEncoder(),
                                "vae",
                                new FakeVae(),
                                "name",
                                "checkpoints/")))
                .hasMessageContaining("A file needs a name");
    }
}
