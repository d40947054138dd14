package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.zograf.Outputs;
import dev.zograf.Zograf;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prompts through the nodes and the text encoder of the model that ships, which takes 32 tokens and has vectors of 256 numbers. */
class PromptNodesTest {

    private static final int TOKENS = 32;
    private static final int WIDTH = 256;

    @TempDir
    private static Path models;

    private static Zograf zograf;

    @BeforeAll
    static void open() throws IOException {
        write("embeddings/one.safetensors", "emb_params", 1, WIDTH);
        write("embeddings/cats/many.safetensors", "<tabby>", 3, WIDTH);
        Files.writeString(models.resolve("embeddings/broken.safetensors"), "no tensors");
        write("embeddings/wide.safetensors", "string_to_param.*", 2, 768);
        zograf = Zograf.builder().models(models).build();
    }

    @AfterAll
    static void close() {
        zograf.close();
    }

    private static void write(String name, String tensor, int rows, int width) throws IOException {
        String header = "{\"" + tensor + "\": {\"dtype\": \"F32\", \"shape\": [" + rows + ", " + width
                + "], \"data_offsets\": [0, " + 4 * rows * width + "]}}";
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(8 + text.length + 4 * rows * width).order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(text.length).put(text);
        for (int i = 0; i < rows * width; i++) {
            out.putFloat((float) Math.sin(i));
        }
        Path file = models.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, out.array());
    }

    private static Outputs run(String prompt, String in, String encoder) {
        String json = """
                { "zograf": 1,
                  "inputs": { "prompt": { "type": "text" } },
                  "nodes": {
                    "model": { "type": "load-model@1", "in": { "model": "emoji" } },
                    "word": { "type": "load-textual-inversion@1", "in": {
                      "encoder": { "from": "model.text" }, "embedding": "cats/many.safetensors" } },
                    "prompt": { "type": "encode-prompt@1", "in": {
                      "encoder": { "from": "ENCODER" }, "text": { "from": "inputs.prompt" } IN } } },
                  "outputs": { "conditioning": { "from": "prompt.conditioning" }, "warnings": { "from": "prompt.warnings" } } }
                """;
        return zograf.run(zograf.read(json.replace("ENCODER", encoder).replace("IN ", in.replace('\'', '"') + " "))
                .with("prompt", prompt));
    }

    private static Conditioning encode(String prompt, String syntax) {
        return run(prompt, ", 'syntax': '" + syntax + "'", "model.text").get("conditioning", Conditioning.class);
    }

    private static float[] tokens(String prompt, String syntax) {
        return encode(prompt, syntax).tokens().toArray();
    }

    private static List<?> warnings(String prompt, String syntax) {
        return run(prompt, ", 'syntax': '" + syntax + "'", "model.text").get("warnings", List.class);
    }

    @Test
    void withoutWeightsAllSyntaxesAreOne() {
        float[] plain = tokens("a red apple", "plain");

        assertThat(tokens("a red apple", "comfy")).isEqualTo(plain);
        assertThat(tokens("a red apple", "a1111")).isEqualTo(plain);
        assertThat(tokens("a (red:1) apple", "a1111")).isEqualTo(plain);
        assertThat(tokens("a (red) apple", "plain")).isNotEqualTo(tokens("a (red) apple", "comfy"));
    }

    /** The model that ships was trained on its encoder's last layer, as Stable Diffusion 1 is: -1 is that, -2 leaves one out. */
    @Test
    void layersAreCountedFromTheEnd() {
        float[] trained = tokens("a red apple", "comfy");

        assertThat(told("'lastLayer': -1")).isEqualTo(trained);
        assertThat(told("'lastLayer': -2")).isEqualTo(told("'clipSkip': 1")).isNotEqualTo(trained);
        assertThatThrownBy(() -> told("'lastLayer': -2, 'clipSkip': 1")).hasStackTraceContaining("give one of both");
        assertThatThrownBy(() -> told("'lastLayer': -60")).hasStackTraceContaining("can do without");
    }

    private static float[] told(String in) {
        return run("a red apple", ", 'syntax': 'comfy', " + in, "model.text")
                .get("conditioning", Conditioning.class)
                .tokens()
                .toArray();
    }

    @Test
    void comfyMovesFromWhatNothingGives() {
        float[] plain = tokens("a red apple", "plain");
        float[] nothing = tokens("", "plain");
        float[] weighted = tokens("a (red:1.5) apple", "comfy");

        for (int i = 0; i < plain.length; i++) {
            boolean red = i / WIDTH == 2;
            float wanted = red ? nothing[i] + 1.5f * (plain[i] - nothing[i]) : plain[i];
            assertThat(weighted[i]).isCloseTo(wanted, within(1e-4f));
        }
    }

    @Test
    void a1111KeepsTheMean() {
        float[] plain = tokens("a red apple", "plain");
        float[] weighted = tokens("a ((red)) [apple]", "a1111");

        assertThat(mean(weighted)).isCloseTo(mean(plain), within(1e-5));
        double kept = weighted[0] / plain[0];
        assertThat(weighted[2 * WIDTH] / plain[2 * WIDTH] / kept).isCloseTo(1.21, within(1e-3));
        assertThat(weighted[3 * WIDTH] / plain[3 * WIDTH] / kept).isCloseTo(1 / 1.1, within(1e-3));
    }

    private static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    @Test
    void longPromptsGoInParts() {
        String words = "apple ".repeat(40);

        assertThat(encode(words, "plain").tokens().dim(1)).isEqualTo(TOKENS);
        assertThat(encode(words, "comfy").tokens().dim(1)).isEqualTo(2 * TOKENS);
        assertThat(encode(words, "a1111").tokens().dim(1)).isEqualTo(2 * TOKENS);
        Conditioning parts = encode("a red apple BREAK a cat", "a1111");
        FloatTensor second = parts.tokens().slice(1, TOKENS, 2 * TOKENS);
        assertThat(second.toArray()).containsExactly(tokens("a cat", "plain"), within(1e-4f));
    }

    @Test
    void whatChangesOnTheWayHasAPartForEachState() {
        Conditioning way = encode("a [red:green:0.5] [apple|pear]", "a1111");

        assertThat(way.parts()).hasSize(4);
        assertThat(way.parts().get(0).tokens().toArray()).isEqualTo(tokens("a red apple", "plain"));
        assertThat(way.parts())
                .allMatch(part -> part.get(Conditioning.UNCONDITIONAL).isPresent());
        assertThat(encode("a [red:green:0.5] apple", "comfy").parts()).hasSize(1);
    }

    @Test
    void learnedWordsStandForTheirVectors() {
        float[] word = run("a <Tabby> cat", "", "word.encoder")
                .get("conditioning", Conditioning.class)
                .tokens()
                .toArray();

        assertThat(run("a many cat", "", "word.encoder")
                        .get("conditioning", Conditioning.class)
                        .tokens()
                        .toArray())
                .isEqualTo(word);
        assertThat(tokens("a embedding:many cat", "comfy")).isEqualTo(word);
        assertThat(tokens("a embedding:cats/many.safetensors cat", "a1111")).isEqualTo(word);
        assertThat(tokens("a (embedding:many:1.5), cat", "comfy")).isNotEqualTo(word);
        assertThat(tokens("a many cat", "comfy")).isNotEqualTo(word);
        assertThat(tokens("a many cat", "plain")).isNotEqualTo(word);
        assertThat(Arrays.equals(tokens("a embedding:one cat", "comfy"), word)).isFalse();
    }

    /** As A1111's web interface has it, a file's name is enough, and a file for another model changes nothing. */
    @Test
    void a1111NamesLearnedWordsPlainly() {
        float[] word = tokens("a embedding:many cat", "a1111");

        assertThat(tokens("a many cat", "a1111")).isEqualTo(word);
        assertThat(tokens("a Many, cat", "a1111")).isEqualTo(tokens("a embedding:many, cat", "a1111"));
        assertThat(tokens("a manyfold cat", "a1111")).isEqualTo(tokens("a manyfold cat", "plain"));
        assertThat(tokens("a (many:1.2) cat", "a1111")).isEqualTo(tokens("a (embedding:many:1.2) cat", "a1111"));
        assertThat(tokens("a wide cat", "a1111")).isEqualTo(tokens("a wide cat", "plain"));
        assertThat(warnings("a wide cat", "a1111"))
                .singleElement()
                .asString()
                .contains("\"wide\" stays text", "768", "256");
        assertThat(tokens("a broken cat", "a1111")).isEqualTo(tokens("a broken cat", "plain"));
        assertThat(warnings("a broken cat", "a1111")).hasSize(1);
        assertThat(warnings("a many cat", "a1111")).isEmpty();
    }

    @Test
    void whatIsOddIsSaid() {
        assertThat(warnings("a (cat", "a1111")).singleElement().asString().contains("character 3", "never closed");
        assertThat(warnings("a cat", "a1111")).isEmpty();
        assertThat(warnings("a embedding:nobody cat", "comfy"))
                .singleElement()
                .asString()
                .contains("nobody", "embeddings");
        assertThat(tokens("a embedding:nobody cat", "comfy")).isEqualTo(tokens("a cat", "comfy"));
    }

    @Test
    void aWordOfAnotherFamilyIsRefusedWithBothWidths() {
        assertThatThrownBy(() -> encode("embedding:wide", "comfy"))
                .hasMessageContaining("768")
                .hasMessageContaining("256");
    }
}
