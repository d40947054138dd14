package dev.zograf.nodes.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.BadFileException;
import dev.zograf.api.InvalidInputException;
import dev.zograf.nodes.image.SaveImage;
import dev.zograf.testkit.NodeHarness;
import dev.zograf.testkit.Samples;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataTest {

    @TempDir
    Path folder;

    private ReadMetadata.Out read(String name) throws Exception {
        return NodeHarness.of(new ReadMetadata()).input(folder).run(Map.of("image", name));
    }

    private void save(Map<String, String> metadata) throws Exception {
        NodeHarness.of(new SaveImage())
                .output(folder)
                .run(Map.of("image", Samples.gradient(8, 8), "name", "a.png", "workflow", "", "metadata", metadata));
    }

    private static DescribeGeneration.Out describe(String prompt, String negative) throws Exception {
        return NodeHarness.of(new DescribeGeneration())
                .run(Map.of(
                        "prompt",
                        prompt,
                        "negative",
                        negative,
                        "steps",
                        30,
                        "sampler",
                        "dpmpp_2m",
                        "schedule",
                        "karras",
                        "cfg",
                        6.5,
                        "seed",
                        Long.MAX_VALUE,
                        "image",
                        Samples.gradient(24, 16),
                        "model",
                        "my model, v1: \"best\"",
                        "more",
                        Map.of("Clip_skip", "2")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a red apple",
                "ябълка 🍎, (червена:1.2)\nвторой ред",
                "Steps to: heaven, a: b",
                "<lora:x:0.8> \"quoted\" \\back"
            })
    void bothConventionsReadBackWhatWasWritten(String prompt) throws Exception {
        DescribeGeneration.Out texts = describe(prompt, "blur, грозно");

        for (Map<String, String> one :
                List.of(Map.of("parameters", texts.a1111()), Map.of("prompt", texts.comfyui()))) {
            save(one);
            ReadMetadata.Out out = read("a.png");

            assertThat(out.source()).isEqualTo(one.containsKey("prompt") ? "comfyui" : "a1111");
            assertThat(out.prompt()).isEqualTo(prompt);
            assertThat(out.negative()).isEqualTo("blur, грозно");
            assertThat(out.seed()).contains(Long.MAX_VALUE);
            assertThat(out.steps()).contains(30L);
            assertThat(out.cfg()).contains(6.5);
            assertThat(out.width()).contains(24L);
            assertThat(out.height()).contains(16L);
            assertThat(out.sampler()).contains("dpmpp_2m");
            assertThat(out.model()).contains("my model, v1: \"best\"");
            assertThat(out.raw()).isEqualTo(one.values().iterator().next());
        }
    }

    @Test
    void readsWhatTheWebUiWrites() {
        Generation made = A1111Text.read("""
                masterpiece, a castle
                on a hill
                Negative prompt: lowres, text
                watermark
                Steps: 28, Sampler: DPM++ 2M Karras, CFG scale: 7.5, Seed: 3141592653, Size: 512x768, Model hash: cc6cb27103, \
                Model: v1-5-pruned, Lora hashes: "a: 1f, b: 2e", Version: v1.9.0""");

        assertThat(made.prompt()).isEqualTo("masterpiece, a castle\non a hill");
        assertThat(made.negative()).isEqualTo("lowres, text\nwatermark");
        assertThat(made.whole("seed")).hasValue(3141592653L);
        assertThat(made.setting("Lora hashes")).contains("a: 1f, b: 2e");
        assertThat(made.setting("Sampler")).contains("DPM++ 2M Karras");
    }

    @ParameterizedTest
    @ValueSource(strings = {"just a prompt", "a: b", "one: two, three", "\"", "Negative prompt:", ": , :", "\\"})
    void whatLooksOtherwiseIsAllPrompt(String text) throws Exception {
        save(Map.of("parameters", text));

        assertThat(read("a.png").raw()).isEqualTo(text);
        assertThat(read("a.png").seed()).isEmpty();
        assertThat(A1111Text.read(text).prompt() + A1111Text.read(text).negative())
                .isEqualTo(text.replace("Negative prompt:", ""));
    }

    @Test
    void followsTheLinksOfComfysGraph() {
        Generation made = ComfyGraph.read("""
                {"9": {"class_type": "Note", "inputs": {}, "is_changed": [NaN]},
                 "3": {"class_type": "KSamplerAdvanced", "inputs": {"noise_seed": ["8", 0], "steps": 12, "cfg": 4.0,
                       "sampler_name": "euler", "scheduler": "normal", "positive": ["5", 0], "negative": ["7", 0],
                       "model": ["4", 0], "latent_image": ["6", 0]}},
                 "4": {"class_type": "LoraLoader", "inputs": {"model": ["1", 0]}},
                 "1": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "x.safetensors"}},
                 "5": {"class_type": "ControlNetApply", "inputs": {"conditioning": ["2", 0]}},
                 "2": {"class_type": "CLIPTextEncode", "inputs": {"text": "\\u044f\\u0431\\u044a\\u043b\\u043a\\u0430"}},
                 "6": {"class_type": "EmptyLatentImage", "inputs": {"width": 640, "height": 384}},
                 "7": {"class_type": "CLIPTextEncode", "inputs": {"text": ["7", 0]}},
                 "8": {"class_type": "PrimitiveInt", "inputs": {"value": 18446744073709551615}}}
                """).orElseThrow();

        assertThat(made.prompt()).isEqualTo("ябълка");
        assertThat(made.negative()).isEmpty();
        assertThat(made.whole("Seed")).hasValue(-1);
        assertThat(made.setting("Model")).contains("x.safetensors");
        assertThat(made.setting("Size")).contains("640x384");
    }

    @Test
    void thisProjectsOwnWorkflowIsReadToo() throws Exception {
        NodeHarness.of(new SaveImage())
                .output(folder)
                .workflow("{\"zograf\": 1, \"inputs\": {\"prompt\": {\"type\": \"text\", \"default\": \"a cat\"},"
                        + " \"seed\": {\"type\": \"integer\", \"default\": 7}}}")
                .run(Map.of("image", Samples.gradient(8, 8), "name", "own.png"));

        assertThat(read("own.png").source()).isEqualTo("zograf");
        assertThat(read("own.png").prompt()).isEqualTo("a cat");
        assertThat(read("own.png").seed()).contains(7L);
    }

    @Test
    void keywordsThatAPngCannotHaveAreRefused() {
        for (String keyword : List.of("", " a", "ключ", "x".repeat(80), "zograf")) {
            assertThatThrownBy(() -> save(Map.of(keyword, "text")))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("keyword");
        }
    }

    @Test
    void packedAndInternationalTextsAreRead() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(packed)) {
            out.write("ябълка".getBytes(StandardCharsets.UTF_8));
        }
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        text.write("parameters\0\1\0bg\0x\0".getBytes(StandardCharsets.ISO_8859_1));
        text.write(packed.toByteArray());
        write("packed.png", chunk("iTXt", text.toByteArray()));

        assertThat(read("packed.png").prompt()).isEqualTo("ябълка");
    }

    @Test
    void bombsAndTruncatedFilesGiveOneMessage() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        packed.write("parameters\0\0".getBytes(StandardCharsets.ISO_8859_1));
        try (DeflaterOutputStream out = new DeflaterOutputStream(packed)) {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 64; i++) {
                out.write(zeros);
            }
        }
        write("bomb.png", chunk("zTXt", packed.toByteArray()));
        write("huge.png", new byte[] {0x7f, -1, -1, -1, 't', 'E', 'X', 't', 'a'});
        write("cut.png", Arrays.copyOf(chunk("tEXt", "parameters\0abcdef".getBytes(StandardCharsets.US_ASCII)), 20));
        Files.writeString(folder.resolve("none.png"), "nothing");

        assertThatThrownBy(() -> read("bomb.png"))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("too large");
        assertThatThrownBy(() -> read("huge.png"))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("too large");
        assertThatThrownBy(() -> read("cut.png"))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("truncated");
        assertThatThrownBy(() -> read("none.png"))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("no PNG");
    }

    @Test
    void noTextMakesTheReadersFail() {
        Random random = new Random(1);
        String signs = "{}[]\"\\:,0123456789.eE+-aSteps uN\n";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int k = random.nextInt(40); k > 0; k--) {
                text.append(signs.charAt(random.nextInt(signs.length())));
            }
            assertThat(A1111Text.read(text.toString())).isNotNull();
            assertThat(ComfyGraph.read(text.toString())).isEqualTo(Optional.empty());
        }
        assertThat(ComfyGraph.read("[".repeat(1_000_000))).isEmpty();
        assertThat(A1111Text.read("a: \"" + "\\".repeat(1_000_000))).isNotNull();
    }

    private void write(String name, byte[] chunk) throws IOException {
        try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(folder.resolve(name)))) {
            out.writeLong(0x89504e470d0a1a0aL);
            out.write(chunk);
            out.write(name.startsWith("packed") ? chunk("IEND", new byte[0]) : new byte[0]);
        }
    }

    private static byte[] chunk(String type, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(content.length);
        out.write(type.getBytes(StandardCharsets.US_ASCII));
        out.write(content);
        out.writeInt(0);
        return bytes.toByteArray();
    }
}
