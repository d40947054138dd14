package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.graphs.CommandLine.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that is missing where no output needs it stops no workflow of ComfyUI, and every one of ours. */
class ComfySpareTest {

    private static final String PROMPT = """
            {"1": {"class_type": "EmptyImage", "inputs": {"width": 8, "height": 8, "batch_size": 1, "color": 255}},
             "2": {"class_type": "SaveImage", "inputs": {"images": ["1", 0], "filename_prefix": "x"}},
             "3": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "none.safetensors"}}}""";

    @TempDir
    private Path folder;

    @Test
    void whatNoOutputNeedsIsNeitherRunNorChecked() throws IOException {
        String prompt = Files.writeString(folder.resolve("spare.json"), PROMPT).toString();
        String own = folder.resolve("own.json").toString();
        String note = "note: No output needs node 3 (CheckpointLoaderSimple); it is neither run nor checked.";

        Result checked = CommandLine.run("check", prompt);
        assertThat(checked.out()).as(checked.err()).contains("ok");
        assertThat(checked.err()).contains(note);
        Result run = CommandLine.run("run", prompt, "-o", folder.toString());
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).contains(note);

        assertThat(CommandLine.run("import", prompt, "-o", own).code()).isZero();
        Result ours = CommandLine.run("check", own);
        assertThat(ours.code()).isEqualTo(2);
        assertThat(ours.err()).contains("none.safetensors");
    }
}
