package dev.zograf.bench.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.tensor.DType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {

    @TempDir
    Path folder;

    @Test
    void aCheckpointIsWrittenOnceAndTheSameEachTime() throws IOException {
        Path unet = Path.of("unet", "diffusion_pytorch_model.safetensors");
        Path first = new Checkpoints(folder.resolve("a"), true).stableDiffusion(DType.F16);
        Path second = new Checkpoints(folder.resolve("b"), true).stableDiffusion(DType.F16);
        assertThat(Files.mismatch(first.resolve(unet), second.resolve(unet))).isEqualTo(-1);
        assertThat(folder.resolve("a"))
                .isDirectoryNotContaining(file -> file.toString().endsWith(".part"));

        Files.delete(first.resolve(unet));
        assertThat(new Checkpoints(folder.resolve("a"), true).stableDiffusion(DType.F16))
                .isEqualTo(first);
        assertThat(first.resolve(unet)).doesNotExist();
    }

    @Test
    void nothingIsLeftOfOneThatCannotBeWritten() throws IOException {
        Files.writeString(folder.resolve("occupied"), "a file");
        assertThatThrownBy(() -> new Checkpoints(folder.resolve("occupied"), true).stableDiffusion(DType.F32))
                .isInstanceOf(IOException.class);
        assertThat(folder).isDirectoryNotContaining(file -> file.toString().endsWith(".part"));
    }
}
