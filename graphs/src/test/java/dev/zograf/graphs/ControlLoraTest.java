package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.WorkflowException;
import dev.zograf.Zograf;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Latent;
import dev.zograf.graphs.parity.TensorFile;
import dev.zograf.models.OriginalBlocks;
import dev.zograf.runtime.model.SafetensorsFile;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightData;
import dev.zograf.tensor.WeightSource;
import dev.zograf.tensor.WeightStorage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    /** The same file as PEFT would have written it, with an alpha that is half of the rank and factors that make up for it. */
    @Test
    void thatOfPeftIsReadAlike(@TempDir Path folder) throws Exception {
        SafetensorsFile original = SafetensorsFile.open("sd15", file("sd15"));
        WeightSource unet =
                engine.models().open("checkpoints", "sd15-tiny").weights("unet").source();
        OriginalBlocks blocks = new OriginalBlocks(unet.names());
        Map<String, String> layers = new HashMap<>();
        for (String name : unet.names()) {
            String layer = name.substring(0, name.lastIndexOf('.'));
            blocks.original(layer).ifPresent(from -> layers.put(from, layer));
        }
        List<Weight> renamed = new ArrayList<>();
        for (String name : original.names()) {
            Weight weight = original.find(name).orElseThrow();
            String layer = name.substring(0, Math.max(0, name.lastIndexOf('.')));
            String end = name.substring(layer.length());
            String to = layers.getOrDefault(layer, control(layer));
            if (end.equals(".up")) {
                renamed.add(numbers("base_model.model." + to + ".alpha", new float[] {1.5f}));
                float[] twice = WeightData.floats(weight);
                for (int i = 0; i < twice.length; i++) {
                    twice[i] *= 2;
                }
                renamed.add(numbers("base_model.model." + to + ".lora_B.weight", twice, weight.shape()));
            } else if (!layer.isEmpty()) {
                String last = end.equals(".down") ? ".lora_A.weight" : end;
                renamed.add(
                        Weight.of("base_model.model." + to + last, weight.dtype(), weight.shape(), weight.storage()));
            }
        }
        Path file = PublishedShape.write(folder.resolve("adapter_model.safetensors"), renamed, DType.F32);
        FloatTensor wanted = TensorFile.read(file("expected")).get("control_sd15");
        ModelPatchesTest.assertClose(sample("sd15-tiny", file), ModelPatchesTest.FACTOR, wanted);
    }

    private static Weight numbers(String name, float[] numbers, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(4 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(numbers);
        return Weight.of(name, DType.F32, shape, new WeightStorage.InMemory(() -> bytes));
    }

    private static String control(String layer) {
        String[] parts = layer.split("\\.");
        return switch (parts[0]) {
            case "zero_convs" -> "controlnet_down_blocks." + parts[1];
            case "middle_block_out" -> "controlnet_mid_block";
            case "input_hint_block" ->
                "controlnet_cond_embedding."
                        + switch (parts[1]) {
                            case "0" -> "conv_in";
                            case "14" -> "conv_out";
                            default -> "blocks." + (Integer.parseInt(parts[1]) / 2 - 1);
                        };
            default -> layer;
        };
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
