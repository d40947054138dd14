package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.nodes.prompt.T5Tokenizer;
import dev.zograf.nodes.prompt.T5TokenizerFiles;
import dev.zograf.runtime.model.ModelFile;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.Weight;
import dev.zograf.testkit.fake.FakeWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A text encoder as a file of weights alone, as T5 is published for ComfyUI, comes with the tokenizer of the published ones. */
class T5VocabularyTest {

    @TempDir
    private Path folder;

    private ModelFile file(int rows) throws IOException {
        Map<String, long[]> shapes = Map.of(
                "shared.weight", new long[] {rows, 2},
                "encoder.block.0.layer.0.SelfAttention.q.weight", new long[] {2, 2},
                "encoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight", new long[] {32, 1},
                "encoder.block.0.layer.1.DenseReluDense.wi_0.weight", new long[] {2, 2});
        FakeWeights weights = FakeWeights.of(shapes);
        List<Weight> tensors = shapes.keySet().stream()
                .map(name -> weights.find(name).orElseThrow())
                .toList();
        Path file = folder.resolve("t5-" + rows + ".safetensors");
        PublishedShape.write(file, tensors, DType.F16);
        return ModelFile.open("t5", file);
    }

    /** Beside what transformers' T5TokenizerFast gives. */
    @Test
    void hasTheTokensOfThePublishedModels() throws IOException {
        T5Tokenizer tokenizer = T5TokenizerFiles.read(file(32128), "tokenizer");

        assertThat(tokenizer.encode("a photo of a cat", 77)).containsExactly(3, 9, 1202, 13, 3, 9, 1712, 1);
        assertThat(tokenizer.encode("A highly detailed matte painting, 8k – Zürich  ﬁn… ", 77))
                .containsExactly(71, 1385, 3117, 21880, 3924, 6, 505, 157, 3, 104, 25749, 2202, 233, 1);
        assertThat(tokenizer.encode("снимка на котка 🐱<extra_id_0>", 77))
                .containsExactly(12681, 14391, 6469, 12095, 3, 8194, 3, 12377, 6725, 12095, 3, 2, 32099, 1);
        assertThat(tokenizer.encode("Internațional")).containsExactly(31999);
    }

    @Test
    void isNotThereForNetworksOfAnotherVocabulary() throws IOException {
        ModelFile file = file(9);

        assertThat(file.has("tokenizer")).isFalse();
        assertThat(file.config("text_encoder/config.json").text("model_type")).isEqualTo("t5");
    }
}
