package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.graphs.CommandLine.Result;
import dev.zograf.runtime.json.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands {@code run, check, nodes, info} and what all commands have in common. */
class CommandLineTest {

    @TempDir
    Path folder;

    private Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private static Map<?, ?> json(Result result) {
        return (Map<?, ?>) JsonText.parse(result.out()).orElseThrow();
    }

    private static void refused(Result result, String... says) {
        assertThat(result.code()).as(result.err()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains(says).startsWith("zograf: ").doesNotContain("\tat ");
    }

    @Test
    void saysItsVersionAndHelps() {
        assertThat(CommandLine.run("--version").out()).startsWith("zograf ");
        assertThat(CommandLine.run("--help").out()).contains("paint", "run", "check", "nodes", "info", "Exit codes");
        for (String command : List.of("paint", "run", "check", "nodes", "info")) {
            Result help = CommandLine.run(command, "--help");
            assertThat(help.code()).isZero();
            assertThat(help.out()).contains("Usage: zograf " + command, "--verbose");
        }
    }

    @Test
    void refusesBadUsage() {
        refused(CommandLine.run("print"), "print", "--help");
        refused(CommandLine.run("paint"), "PROMPT");
        assertThat(CommandLine.run().code()).isEqualTo(2);
    }

    @Test
    void runsAWorkflowIntoAFolder() throws IOException {
        Path workflow = write("invert.json", """
                { "zograf": 1,
                  "inputs": { "file": {"type": "text"}, "width": {"type": "integer", "default": 8} },
                  "nodes": {
                    "load": { "type": "load-image@1", "in": { "image": {"from": "inputs.file"} } },
                    "small": { "type": "resize-image@1", "in": { "image": {"from": "load.image"}, "width": {"from": "inputs.width"} } },
                    "keep": { "type": "save-image@1", "in": { "image": {"from": "small.image"}, "name": "kept.jpg" } } },
                  "outputs": { "small": {"from": "small.image"}, "files": {"from": "keep.files"} } }
                """);
        Path picture = Checkout.file("graphs/pictures/txt2img.png");

        Result result = CommandLine.run(
                "run",
                workflow.toString(),
                "--set",
                "file=" + picture,
                "--set",
                "width=16",
                "-o",
                folder.resolve("new").toString(),
                "--json");

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(Pictures.read(folder.resolve("new/small.png")).getWidth()).isEqualTo(16);
        assertThat(folder.resolve("new/kept.jpg")).exists();
        assertThat(json(result).get("files"))
                .isEqualTo(List.of(folder.resolve("new/small.png").toString()));
        assertThat(Files.readString(folder.resolve("new/small.png"), StandardCharsets.ISO_8859_1))
                .as("the PNG carries the workflow that was run")
                .contains("resize-image");
    }

    @Test
    void saysWhatNodesFindOdd() throws IOException {
        Path workflow = write("odd.json", """
                { "zograf": 1,
                  "nodes": {
                    "model": { "type": "load-model@1", "in": { "model": "emoji" } },
                    "prompt": { "type": "encode-prompt@1", "in": { "encoder": { "from": "model.text" }, "text": "a (cat" } } },
                  "outputs": { "conditioning": { "from": "prompt.conditioning" } } }
                """);

        Result result = CommandLine.run("run", workflow.toString(), "--json");

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.err().lines())
                .singleElement()
                .asString()
                .startsWith("warning: node 'prompt': ")
                .contains("character 3");
        assertThat((List<?>) json(result).get("warnings"))
                .singleElement()
                .asString()
                .contains("node=prompt", "character 3");
    }

    @Test
    void refusesWhatCannotBeRun() throws IOException {
        String txt2img = Checkout.file("graphs/workflows/txt2img.json").toString();
        String out = folder.resolve("out").toString();
        refused(CommandLine.run("run", folder.resolve("none.json").toString(), "-o", out), "none.json");
        refused(CommandLine.run("run", txt2img, "-o", out, "--set", "promt=x"), "promt", "prompt");
        refused(CommandLine.run("run", txt2img, "-o", out, "--set", "steps=0"), "steps");
        refused(CommandLine.run("run", txt2img, "-o", out, "--set", "steps=x"), "steps");
        refused(CommandLine.run("run", txt2img, "-o", out, "--set", "steps"), "input=value");
        refused(CommandLine.run("run", txt2img, "-o", write("file", "").toString()), "file");
        refused(
                CommandLine.run(
                        "run",
                        Checkout.file("graphs/workflows/img2img.json").toString(),
                        "-o",
                        out,
                        "--set",
                        "image=" + write("a.png", "no picture")),
                "a.png",
                "no picture that can be read");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void checksAWorkflow() throws IOException {
        for (String name : List.of("txt2img", "img2img", "variations")) {
            Result result = CommandLine.run(
                    "check", Checkout.file("graphs/workflows/" + name + ".json").toString());
            assertThat(result.code()).as(result.err()).isZero();
            assertThat(result.out().strip()).isEqualTo("ok");
        }
        Path wrong = write("wrong.json", """
                { "zograf": 1,
                  "nodes": {
                    "load": { "type": "load-imagge@1", "in": { "image": "a.png" } },
                    "small": { "type": "resize-image@1", "in": { "image": {"from": "lod.image"}, "width": -3, "colour": "red" } } },
                  "outputs": {} }
                """);

        Result result = CommandLine.run("check", wrong.toString());

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err())
                .contains(wrong + ":3:", "/nodes/load/type", "load-image")
                .contains(wrong + ":4:", "lod", "width", "colour");
        Map<?, ?> json = json(CommandLine.run("check", "--json", wrong.toString()));
        assertThat(json.get("ok")).isEqualTo(false);
        assertThat((List<?>) json.get("problems")).hasSizeGreaterThanOrEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{ \"zograf\": 2, \"nodes\": {} }", "{ \"zograf\": 1, \"nodes\": {", "[]", "", "no JSON"})
    void refusesWhatIsNoWorkflowOfThisFormat(String content) throws IOException {
        Path file = write("a.json", content);

        refused(CommandLine.run("run", file.toString(), "-o", folder.toString()), "a.json");
        assertThat(CommandLine.run("check", file.toString()).code()).isEqualTo(2);
    }

    @Test
    void listsAndDescribesNodes() {
        assertThat(CommandLine.run("nodes").out()).contains("load-image@1", "sample@1", "save-image@1");
        assertThat(CommandLine.run("nodes", "sample").out())
                .contains("steps", "integer, 20 steps by default, 1 to 1000 steps", "euler");
        refused(CommandLine.run("nodes", "sampel"), "sample");

        List<?> nodes = (List<?>) json(CommandLine.run("nodes", "--json")).get("nodes");
        assertThat(nodes).hasSizeGreaterThan(15).allSatisfy(node -> {
            Map<?, ?> described = (Map<?, ?>) node;
            assertThat((String) described.get("type")).matches("[a-z0-9.-]+@[0-9]+");
            assertThat(((Map<?, ?>) described.get("in")).get("$schema")).isNotNull();
        });
        assertThat(json(CommandLine.run("nodes", "sample", "--json")).get("type"))
                .isEqualTo("sample@1");
    }

    @Test
    void saysWhatIsInAModel() {
        assertThat(CommandLine.run("info", "emoji").out())
                .contains("stable-diffusion-1", "diffusers", "v_prediction", "unet", "F16");
        Path tiny = Checkout.file("graphs/src/test/resources/parity/_models/sd2-tiny");
        Map<?, ?> json = json(CommandLine.run("info", "--json", tiny.toString()));
        assertThat(json.get("family")).isEqualTo("stable-diffusion-2");
        assertThat((List<?>) json.get("components")).hasSize(3);
        assertThat(json.get("dtype")).isEqualTo("F16");
        assertThat((List<?>) json.get("tensors")).anySatisfy(tensor -> {
            Map<?, ?> entry = (Map<?, ?>) tensor;
            assertThat(entry.get("component")).isEqualTo("unet");
            assertThat(entry.get("name")).isEqualTo("conv_in.weight");
            assertThat(entry.get("shape")).isEqualTo(List.of(16L, 4L, 3L, 3L));
        });
        Path upscaler = Checkout.file("graphs/src/test/resources/parity/upscalers/srvgg-compact/model.safetensors");
        assertThat(CommandLine.run("info", upscaler.toString()).out()).contains("upscaler-compact", "single-file");
    }

    @Test
    void refusesWhatIsNoModel() throws IOException {
        refused(CommandLine.run("info", "emojy"), "emojy", "emoji");
        refused(CommandLine.run("info", write("a.ckpt", "PK").toString()), "a.ckpt", "safetensors");
        refused(CommandLine.run("info", write("a.safetensors", "").toString()), "a.safetensors");
        refused(CommandLine.run("info", folder.toString()), folder.toString());
        byte[] header =
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}}".getBytes(StandardCharsets.UTF_8);
        byte[] file = new byte[8 + header.length + 4];
        file[0] = (byte) header.length;
        System.arraycopy(header, 0, file, 8, header.length);
        Files.write(folder.resolve("short.safetensors"), file);
        refused(CommandLine.run("info", folder.resolve("short.safetensors").toString()), "short.safetensors");
    }
}
