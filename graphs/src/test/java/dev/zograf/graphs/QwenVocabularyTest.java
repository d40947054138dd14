package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.api.model.Config;
import dev.zograf.nodes.prompt.QwenTokenizer;
import dev.zograf.nodes.prompt.QwenTokenizerFiles;
import dev.zograf.runtime.json.JsonConfig;
import dev.zograf.runtime.model.ModelFile;
import dev.zograf.runtime.model.ModelFolder;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.Weight;
import dev.zograf.testkit.fake.FakeWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The text encoder of Qwen-Image as a file of weights alone, as it is published for ComfyUI, comes with the tokenizer of the published ones. */
class QwenVocabularyTest {

    private static final Path GOLDEN = Checkout.file("graphs/src/test/resources/qwen-text");

    @TempDir
    private Path folder;

    private ModelFile file(int rows) throws IOException {
        Map<String, long[]> shapes = Map.of(
                "model.embed_tokens.weight", new long[] {rows, 2},
                "model.layers.0.self_attn.q_proj.bias", new long[] {2},
                "model.layers.0.mlp.gate_proj.weight", new long[] {2, 2});
        FakeWeights weights = FakeWeights.of(shapes);
        List<Weight> tensors = shapes.keySet().stream()
                .map(name -> weights.find(name).orElseThrow())
                .toList();
        Path file = folder.resolve("qwen-" + rows + ".safetensors");
        PublishedShape.write(file, tensors, DType.F16);
        return ModelFile.open("qwen", file);
    }

    /** Beside what transformers' {@code Qwen2Tokenizer} gives, for texts of many scripts with white space of all kinds. */
    @Test
    void hasTheTokensOfThePublishedModels() throws IOException {
        QwenTokenizer tokenizer = QwenTokenizerFiles.read(file(152064), "tokenizer");

        Config cases = Config.of(
                "tokens.json", JsonConfig.parse("tokens.json", Files.readAllBytes(GOLDEN.resolve("tokens.json"))));
        assertThat(cases.names()).hasSize(214);
        for (String text : cases.names()) {
            assertThat(tokenizer.encode(text))
                    .as(text)
                    .containsExactly(
                            cases.integers(text).stream().mapToInt(id -> id).toArray());
        }
        assertThat(tokenizer.pad()).isEqualTo(151643);
        assertThat(tokenizer.special("<|image_pad|>")).hasValue(151655);
        assertThat(tokenizer.special("<think>")).isEmpty();
    }

    /** Which transformers does not take at all. */
    @Test
    void halfAPairIsASignOfItsOwn() throws IOException {
        QwenTokenizer tokenizer = QwenTokenizerFiles.read(file(152064), "tokenizer");

        assertThat(tokenizer.encode("a\ud83d b")).isEqualTo(tokenizer.encode("a\ufffd b"));
        assertThat(tokenizer.encode("\udc31\ud83d")).isEqualTo(tokenizer.encode("\ufffd\ufffd"));
    }

    @Test
    void aFolderHasOneInEitherForm() throws IOException {
        QwenTokenizer json = QwenTokenizerFiles.read(ModelFolder.open("model", GOLDEN.resolve("model")), "tokenizer");

        assertThat(json.encode("<|im_start|>in the<|endoftext|>"))
                .startsWith(json.special("<|im_start|>").orElseThrow())
                .endsWith(json.pad());
    }

    @Test
    void isNotThereForNetworksOfAnotherVocabulary() throws IOException {
        ModelFile file = file(9);

        assertThat(file.has("tokenizer")).isFalse();
        assertThat(file.content().parts()).containsExactly("text_encoder");
    }
}
