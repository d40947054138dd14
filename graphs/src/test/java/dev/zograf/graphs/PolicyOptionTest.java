package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.graphs.CommandLine.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --policy}: a workflow from a stranger does what it may and no more, with the nodes that there are. */
class PolicyOptionTest {

    @TempDir
    Path folder;

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private String resize(int side) throws IOException {
        Files.copy(
                Checkout.file("graphs/pictures/txt2img.png"),
                folder.resolve("a.png"),
                StandardCopyOption.REPLACE_EXISTING);
        return write("w.json", """
                { "zograf": 1,
                  "nodes": {
                    "load":  { "type": "load-image@1",   "in": { "image": "a.png" } },
                    "large": { "type": "resize-image@1", "in": { "image": {"from": "load.image"}, "width": SIDE, "height": SIDE } },
                    "keep":  { "type": "save-image@1",   "in": { "image": {"from": "large.image"}, "name": "kept.png" } } },
                  "outputs": {} }
                """.replace("SIDE", String.valueOf(side)));
    }

    private Result run(String workflow, String policy) throws IOException {
        return CommandLine.run(
                "run",
                workflow,
                "--policy",
                write("policy.json", policy),
                "-o",
                folder.resolve("out").toString());
    }

    @Test
    void saysWhichRuleRefused() throws IOException {
        assertThat(run(resize(64), "{\"policy\": 1, \"pixels\": 70000}").code()).isZero();

        Result large = run(resize(4000), "{\"policy\": 1, \"pixels\": 70000}");
        assertThat(large.code()).isEqualTo(2);
        assertThat(large.err()).contains("large", "rule \"pixels\"", "16000000").doesNotContain("\tat ");

        Result full = run(resize(65), "{\"policy\": 1, \"written\": 100}");
        assertThat(full.code()).isEqualTo(2);
        assertThat(full.err()).contains("keep", "rule \"written\"");

        Result kept = run(resize(66), "{\"policy\": 1, \"nodes\": {\"deny\": [\"save-image\"]}}");
        assertThat(kept.code()).isEqualTo(2);
        assertThat(kept.err()).contains("w.json:5:", "nodes.deny");
        try (Stream<Path> files = Files.list(folder.resolve("out"))) {
            assertThat(files).containsExactly(folder.resolve("out/kept.png"));
        }
    }

    @Test
    void checkRefusesToo() throws IOException {
        String policy = write("p.json", "{\"policy\": 1, \"nodes\": {\"allow\": [\"load-*\", \"resize-image\"]}}");

        Result refused = CommandLine.run("check", resize(8), "--policy", policy);

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("w.json:5:", "save-image", "nodes.allow");
        assertThat(CommandLine.run("check", resize(8), "--policy", write("q.json", "{\"policy\": 1}"))
                        .code())
                .isZero();
    }

    @Test
    void refusesAPolicyThatItDoesNotUnderstand() throws IOException {
        Result misspelt = run(resize(8), "{\"policy\": 1, \"pixel\": 3}");

        assertThat(misspelt.code()).isEqualTo(2);
        assertThat(misspelt.err()).contains("policy.json:1:15: /pixel", "pixels");
        assertThat(CommandLine.run(
                                "run",
                                resize(8),
                                "--policy",
                                folder.resolve("none.json").toString())
                        .code())
                .isEqualTo(2);
    }
}
