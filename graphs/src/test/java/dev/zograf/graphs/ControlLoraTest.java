package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.WorkflowException;
import dev.zograf.Zograf;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Latent;
import dev.zograf.graphs.parity.TensorFile;
import dev.zograf.runtime.model.SafetensorsFile;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.Weight;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Control-LoRAs against diffusers' ControlNet with the differences added to its weights; see the README beside the data. */
class ControlLoraTest {

    private static final String RESOURCES = "graphs/src/test/resources/";

    private static Zograf engine;

    @BeforeAll
    static void open() {
        engine = Zograf.builder()
                .models(Checkout.file(RESOURCES + "parity/_models"))
                .build();
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    private static Image picture() {
        int side = 128;
        float[] levels = new float[3 * side * side];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                int at = y * side + x;
                levels[at] = (7 * y + 3 * x) % 256 / 255f;
                levels[side * side + at] = x * y % 256 / 255f;
                levels[2 * side * side + at] = (y + 5 * x) % 256 / 255f;
            }
        }
        return Image.of(FloatTensor.wrap(levels, 1, 3, side, side));
    }

    private static FloatTensor sample(String model, Path file) {
        String json = """
                { "zograf": 1,
                  "inputs": { "file": { "type": "text" }, "image": { "type": "image" } },
                  "nodes": {
                    "model": { "type": "load-model@1", "in": { "model": "MODEL" } },
                    "positive": { "type": "encode-text@1", "in": { "encoder": { "from": "model.text" }, "text": "a castle on a cliff, storm" } },
                    "negative": { "type": "encode-text@1", "in": { "encoder": { "from": "model.text" }, "text": "blurry" } },
                    "net": { "type": "load-controlnet@1", "in": { "controlnet": { "from": "inputs.file" } } },
                    "control": { "type": "apply-controlnet@1", "in": { "controlnet": { "from": "net.controlnet" },
                      "positive": { "from": "positive.conditioning" }, "negative": { "from": "negative.conditioning" },
                      "image": { "from": "inputs.image" }, "strength": 0.8 } },
                    "latent": { "type": "empty-latent@1", "in": { "model": { "from": "model.denoiser" }, "height": 64, "width": 64 } },
                    "sample": { "type": "sample@1", "in": { "model": { "from": "model.denoiser" }, "latent": { "from": "latent.latent" },
                      "positive": { "from": "control.positive" }, "negative": { "from": "control.negative" },
                      "steps": 3, "cfg": 5, "seed": 7 } } },
                  "outputs": { "latent": { "from": "sample.latent" } } }
                """.replace("MODEL", model);
        return engine.run(engine.read(json).with("file", file).with("image", picture()))
                .get("latent", Latent.class)
                .samples();
    }

    private static Path file(String name) {
        return Checkout.file(RESOURCES + "control-lora/" + name + ".safetensors");
    }

    @ParameterizedTest
    @CsvSource({
        "sd15-tiny, sd15, control_sd15",
        "sd15-tiny, sd15-partial, control_sd15_partial",
        "sdxl-tiny, sdxl, control_sdxl"
    })
    void isTheControlNetWithTheDifferencesAdded(String model, String lora, String expected) throws Exception {
        FloatTensor wanted = TensorFile.read(file("expected")).get(expected);
        double factor = model.startsWith("sdxl") ? 0.13025 : ModelPatchesTest.FACTOR;
        ModelPatchesTest.assertClose(sample(model, file(lora)), factor, wanted);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "input_blocks.1.0.in_layers.2.down; The factors of the difference of input_blocks.1.0.in_layers.2 do not go together",
                "middle_block_out.0.bias; This Control-LoRA has no controlnet_mid_block.bias",
                "input_hint_block.4.weight; controlnet_cond_embedding.blocks.1.weight is missing",
                "zero_convs.3.0.weight; has no controlnet_down_blocks.3.weight",
            })
    void whatIsMissingIsNamed(String tensor, String message, @TempDir Path folder) throws Exception {
        SafetensorsFile whole = SafetensorsFile.open("sd15", file("sd15"));
        List<Weight> rest = whole.names().stream()
                .filter(name -> !name.equals(tensor))
                .map(name -> whole.find(name).orElseThrow())
                .toList();
        Path file = PublishedShape.write(folder.resolve("lora.safetensors"), rest, DType.F16);
        assertThatThrownBy(() -> sample("sd15-tiny", file))
                .isInstanceOf(WorkflowException.class)
                .hasMessageContaining("lora.safetensors")
                .hasMessageContaining(message);
    }

    @Test
    void oneOfAnotherFamilyIsNamed() {
        assertThatThrownBy(() -> sample("sd15-tiny", file("sdxl")))
                .isInstanceOf(WorkflowException.class)
                .hasMessageContaining("sdxl.safetensors")
                .hasMessageContaining(
                        "This Control-LoRA is for a network that looks at text of 56 numbers a token, but the model is");
        assertThatThrownBy(() -> sample("sd15-inpaint9-tiny", file("sd15"))).isInstanceOf(WorkflowException.class);
    }
}
