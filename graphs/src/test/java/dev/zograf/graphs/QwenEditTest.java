package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.zograf.Zograf;
import dev.zograf.api.model.TextEncoder;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.runtime.model.SafetensorsFile;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightData;
import dev.zograf.tensor.Weights;
import dev.zograf.testkit.fake.FakeContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the text encoder of Qwen-Image-Edit makes of prompts with pictures, beside {@code encode_prompt} of diffusers 0.42.1's {@code QwenImageEditPipeline} and {@code
 * QwenImageEditPlusPipeline} with a tiny random Qwen2.5-VL and the Pillow processor of transformers 5.24. The model was told which tokens are a
 * picture's: the pipelines leave that out, and without it this version of transformers places them like words.
 */
class QwenEditTest {

    private static final Path GOLDEN = Checkout.file("graphs/src/test/resources/qwen-edit");
    private static final String PROMPT = "make the hat red";

    private static Zograf zograf;
    private static TextEncoder encoder;

    @BeforeAll
    static void open() {
        zograf = Zograf.builder().models(GOLDEN).build();
        encoder = zograf.run(zograf.read("""
                        { "zograf": 1,
                          "nodes": { "model": { "type": "load-text-encoder@1", "in": { "encoder": "model" } } },
                          "outputs": { "text": { "from": "model.text" } } }
                        """)).get("text", TextEncoder.class);
    }

    @AfterAll
    static void close() {
        zograf.close();
    }

    private static FloatTensor golden(String name) throws IOException {
        Weight weight = Weights.of(SafetensorsFile.open("expected", GOLDEN.resolve("expected.safetensors")))
                .find(name)
                .orElseThrow();
        return FloatTensor.wrap(
                WeightData.floats(weight),
                Arrays.stream(weight.shape()).mapToInt(Math::toIntExact).toArray());
    }

    private static List<Image> pictures(int count) throws IOException {
        Image[] out = new Image[count];
        for (int i = 0; i < count; i++) {
            out[i] = Image.of(golden("picture." + i).map(level -> level / 255));
        }
        return List.of(out);
    }

    @ParameterizedTest
    @CsvSource({"edit, 1, false", "plus.one, 1, true", "plus.two, 2, true", "plus.none, 0, true"})
    void readsAPromptWithPicturesAsDiffusersDoes(String name, int count, boolean numbered) throws IOException {
        FloatTensor expected = golden(name);

        Conditioning told = encoder.encodeWithPictures(PROMPT, pictures(count), numbered, FakeContext.INSTANCE);

        assertThat(told.tokens().shape()).containsExactly(expected.shape());
        assertThat(told.tokens().toArray()).containsExactly(expected.toArray(), within(1e-4f));
    }

    @Test
    void withoutPicturesAndNumbersItIsATextAlone() {
        assertThat(encoder.encodeWithPictures(PROMPT, List.of(), false, FakeContext.INSTANCE)
                        .tokens()
                        .toArray())
                .containsExactly(encoder.encode(List.of(PROMPT), 0, FakeContext.INSTANCE)
                        .tokens()
                        .toArray());
    }

    @Test
    void refusesTheSignOfAPictureInTheText() {
        assertThatThrownBy(() -> encoder.encodeWithPictures("a <|image_pad|>", pictures(1), true, FakeContext.INSTANCE))
                .hasMessageContaining("must not have the sign <|image_pad|>");
    }
}
