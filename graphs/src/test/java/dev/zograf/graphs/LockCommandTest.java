package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.graphs.CommandLine.Result;
import dev.zograf.runtime.json.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockCommandTest {

    @TempDir
    Path folder;

    /** A workflow over a copy of the upscaler that ships, so that its bytes can change. */
    private String workflow() throws IOException {
        Path models = Files.createDirectories(folder.resolve("models/upscale_models"));
        Files.copy(
                Checkout.file("graphs/src/main/resources/META-INF/zograf/models/upscale_models"
                        + "/realesr-animevideov3-x4.safetensors"),
                models.resolve("mine.safetensors"));
        Files.copy(Checkout.file("graphs/pictures/txt2img.png"), folder.resolve("a.png"));
        return write("""
                { "zograf": 1, "title": "Larger",
                  "inputs": { "net": {"type": "text", "default": "mine"}, "side": {"type": "integer", "default": 8} },
                  "nodes": {
                    "load":  { "type": "load-image@1",    "in": { "image": "a.png" } },
                    "small": { "type": "resize-image@1",  "in": { "image": {"from": "load.image"}, "width": {"from": "inputs.side"} } },
                    "net":   { "type": "load-upscaler@1", "in": { "model": {"from": "inputs.net"} } },
                    "large": { "type": "upscale@1",       "in": { "upscaler": {"from": "net.upscaler"}, "image": {"from": "small.image"} } } },
                  "outputs": { "image": {"from": "large.image"} } }
                """);
    }

    private String write(String text) throws IOException {
        return Files.writeString(folder.resolve("w.json"), text).toString();
    }

    private Result zograf(String command, String workflow, String... more) {
        List<String> args = new ArrayList<>(
                List.of(command, workflow, "--models", folder.resolve("models").toString()));
        args.addAll(List.of(more));
        return CommandLine.run(args.toArray(String[]::new));
    }

    private Result locked(String workflow, String... more) {
        List<String> args =
                new ArrayList<>(List.of("--locked", "-o", folder.resolve("out").toString()));
        args.addAll(List.of(more));
        return zograf("run", workflow, args.toArray(String[]::new));
    }

    @Test
    void runsWhatIsAsItWasAndSaysWhatIsNot() throws IOException {
        String workflow = workflow();
        assertThat(locked(workflow).err()).contains("There is no lock", "zograf lock");

        Result lock = zograf("lock", workflow);
        assertThat(lock.code()).as(lock.err()).isZero();
        Path file = folder.resolve("w.lock.json");
        assertThat(lock.out().strip()).isEqualTo(file.toString());
        Map<?, ?> content = (Map<?, ?>) JsonText.parse(Files.readString(file)).orElseThrow();
        assertThat(content.get("nodes"))
                .isEqualTo(List.of("load-image@1", "load-upscaler@1", "resize-image@1", "upscale@1"));
        assertThat(content.get("models").toString()).contains("upscale_models", "mine.safetensors", "sha256");

        assertThat(locked(workflow).code()).isZero();
        assertThat(locked(workflow, "--set", "side=9").code())
                .as("another input is no other workflow")
                .isZero();

        write(Files.readString(Path.of(workflow)).replace("Larger", "Much larger"));
        assertThat(locked(workflow).code()).as("nor is another title").isZero();

        write(Files.readString(Path.of(workflow)).replace("\"width\"", "\"filter\": \"nearest\", \"width\""));
        Result changed = locked(workflow);
        assertThat(changed.code()).isEqualTo(2);
        assertThat(changed.err()).contains("The workflow itself has changed.").doesNotContain("\tat ");
    }

    @Test
    void anotherModelIsSeen() throws IOException {
        String workflow = workflow();
        assertThat(zograf("lock", workflow).code()).isZero();
        Path model = folder.resolve("models/upscale_models/mine.safetensors");
        byte[] bytes = Files.readAllBytes(model);
        bytes[bytes.length - 1] ^= 1;
        Files.write(model, bytes);

        Result other = locked(workflow);

        assertThat(other.code()).isEqualTo(2);
        assertThat(other.err()).contains("mine.safetensors", "has other bytes", "SHA-256");
        assertThat(locked(workflow, "--set", "net=realesr-animevideov3-x4").err())
                .contains(
                        "upscale_models/mine is not opened any more", "realesr-animevideov3-x4 is opened, and was not");
        Files.delete(model);
        assertThat(locked(workflow).err()).contains("mine");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void refusesALockThatItCannotRead() throws IOException {
        String workflow = workflow();
        Path lock = folder.resolve("w.lock.json");
        for (String broken : List.of("", "{}", "[1]", "{\"lock\": 2}", "{\"lock\": 1, \"plugins\": 3}")) {
            Files.writeString(lock, broken);
            Result result = locked(workflow);
            assertThat(result.code()).as(broken).isEqualTo(2);
            assertThat(result.err()).as(broken).contains("w.lock.json").doesNotContain("\tat ");
        }
    }

    @Test
    void aModelThatIsKnownOnlyLaterCannotBeLocked() throws IOException {
        String open = write("""
                { "zograf": 1, "inputs": { "net": {"type": "text"} },
                  "nodes": { "net": { "type": "load-upscaler@1", "in": { "model": {"from": "inputs.net"} } } },
                  "outputs": { "x": {"from": "net.upscaler"} } }
                """);

        Result result = zograf("lock", open);

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("/nodes/net/in/model", "known only when the workflow runs", "--set");
        assertThat(zograf("lock", open, "--set", "net=realesr-animevideov3-x4", "--json")
                        .out())
                .contains("realesr-animevideov3-x4.safetensors");
        assertThat(folder.resolve("w.lock.json")).doesNotExist();
    }
}
