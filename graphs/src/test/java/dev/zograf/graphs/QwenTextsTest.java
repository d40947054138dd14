package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.zograf.Zograf;
import dev.zograf.api.model.Config;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.models.QwenText;
import dev.zograf.models.QwenTextConfig;
import dev.zograf.nodes.conditioning.TextMask;
import dev.zograf.runtime.model.SafetensorsFile;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightData;
import dev.zograf.tensor.Weights;
import dev.zograf.testkit.fake.FakeWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the text encoder of Qwen-Image makes of prompts, beside {@code QwenImagePipeline.encode_prompt} of diffusers 0.42.1 with a tiny random
 * Qwen2.5-VL, and where that says nothing.
 */
class QwenTextsTest {

    private static final Path GOLDEN = Checkout.file("graphs/src/test/resources/qwen-text");

    private static Zograf zograf;

    @TempDir
    private Path models;

    @BeforeAll
    static void open() {
        zograf = Zograf.builder().models(GOLDEN).build();
    }

    @AfterAll
    static void close() {
        zograf.close();
    }

    /** As ComfyUI has it: 8-bit floats with a factor beside each matrix, the vision tower and the head in the same file. */
    private static void writePublishedShape(Path file) throws IOException {
        Map<String, Object> sizes = Map.of(
                "model_type", "qwen2_5_vl",
                "vocab_size", 151665,
                "hidden_size", 128,
                "num_attention_heads", 1,
                "intermediate_size", 64,
                "num_hidden_layers", 1);
        FakeWeights network = FakeWeights.of(
                        new QwenText("text_encoder", QwenTextConfig.of(Config.of("config", sizes))))
                .with("visual.blocks.0.norm1.weight", 4)
                .with("model.layers.0.mlp.up_proj.scale_weight", 1);
        List<Weight> tensors = new ArrayList<>();
        network.names().forEach(name -> tensors.add(network.find(name).orElseThrow()));
        PublishedShape.write(file, tensors, DType.F8_E4M3);
    }

    private static Conditioning encoded(String loader, String node, String in) {
        return encoded(zograf, loader, node, in);
    }

    private static Conditioning encoded(Zograf engine, String loader, String node, String in) {
        String json = """
                { "zograf": 1,
                  "nodes": {
                    "model": { "type": "load-text-encoder@1", "in": { LOADER } },
                    "prompt": { "type": "NODE@1", "in": { "encoder": { "from": "model.text" }, IN } } },
                  "outputs": { "conditioning": { "from": "prompt.conditioning" } } }
                """;
        return engine.run(engine.read(
                        json.replace("LOADER", loader).replace("NODE", node).replace("IN", in)))
                .get("conditioning", Conditioning.class);
    }

    private static Conditioning plain(String texts) {
        return encoded("\"encoder\": \"model\", \"family\": \"qwen-image\"", "encode-text", "\"text\": " + texts);
    }

    private static FloatTensor comfy(String text) {
        return encoded("\"encoder\": \"model\"", "encode-prompt", "\"text\": \"" + text + "\", \"syntax\": \"comfy\"")
                .tokens();
    }

    private static void assertSame(FloatTensor found, String wanted) throws IOException {
        Weight weight = Weights.of(SafetensorsFile.open("expected", GOLDEN.resolve("expected.safetensors")))
                .find(wanted)
                .orElseThrow();
        assertThat(found.shape())
                .containsExactly(
                        Arrays.stream(weight.shape()).mapToInt(Math::toIntExact).toArray());
        assertThat(found.toArray()).containsExactly(WeightData.floats(weight), within(1e-4f));
    }

    @Test
    void readsAPromptAsDiffusersDoes() throws IOException {
        Conditioning one = plain("\"A photo of a cat\\n and it's 3 dogs, 猫 <|im_end|>\"");
        assertSame(one.tokens(), "one");
        assertThat(one.get(TextMask.KEY)).isEmpty();
        assertSame(plain("\"\\n\\nbegins with lines\"").tokens(), "lines");
    }

    @Test
    void hidesThePaddingOfShorterPromptsInABatch() throws IOException {
        Conditioning three = plain("[\"A photo of a cat\\n and it's 3 dogs, 猫 <|im_end|>\", \"a hat\", \"\"]");

        assertSame(three.tokens(), "batch");
        assertSame(three.get(TextMask.KEY).orElseThrow(), "batch_mask");
    }

    @Test
    void cutsPlainTextsAndKeepsOthers() throws IOException {
        String text = "word, ".repeat(600);
        FloatTensor cut = plain("\"" + text + "\"").tokens();

        assertThat(cut.dim(1)).isEqualTo(1024);
        assertSame(cut.slice(1, 0, 3), "cut.first");
        assertSame(cut.slice(1, 1021, 1024), "cut.last");
        assertThat(comfy(text).dim(1)).isGreaterThan(1024);
        assertThatThrownBy(() -> comfy(text.repeat(4))).hasStackTraceContaining("4096 are possible: shorten it");
    }

    /** The weight 1 is the text, 0 what an empty prompt has at that place; between and beyond lies a line. */
    @Test
    void weightsMoveEncodingsAlongALine() {
        FloatTensor none = comfy("a (red fox:0) here");
        FloatTensor one = comfy("a red fox here");
        FloatTensor twice = comfy("a (red fox:2) here");

        assertThat(none.shape()).isEqualTo(one.shape());
        double most = 0;
        double moved = 0;
        for (int i = 0; i < one.size(); i++) {
            most = Math.max(most, Math.abs(none.at(i) + twice.at(i) - 2 * one.at(i)));
            moved = Math.max(moved, Math.abs(one.at(i) - none.at(i)));
        }
        assertThat(most).isLessThan(1e-4);
        assertThat(moved).isGreaterThan(0.01);
    }

    @Test
    void knowsASingleFileByItself() throws IOException {
        writePublishedShape(models.resolve("qwen.safetensors"));
        try (Zograf engine = Zograf.builder().models(models).build()) {
            FloatTensor tokens = encoded(
                            engine, "\"encoder\": \"qwen.safetensors\"", "encode-text", "\"text\": \"a red fox\"")
                    .tokens();

            // Three words and the five tokens that end what the user says and begin the answer.
            assertThat(tokens.shape()).containsExactly(1, 8, 128);
            for (float number : tokens.toArray()) {
                assertThat(number).isFinite();
            }
        }
    }

    @Test
    void refusesWhatItCannotDo() {
        assertThatThrownBy(
                        () -> encoded("\"encoder\": \"model\"", "encode-text", "\"text\": \"a fox\", \"clipSkip\": 1"))
                .hasStackTraceContaining("takes the last layer");
        assertThatThrownBy(() -> encoded(
                        "\"encoder\": \"model\", \"encoder2\": \"model\"", "encode-text", "\"text\": \"a fox\""))
                .hasStackTraceContaining("Qwen-Image has one text encoder");
    }
}
