package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.zograf.EngineState;
import dev.zograf.Workflow;
import dev.zograf.WorkflowException;
import dev.zograf.Zograf;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.runtime.layout.OriginalNames;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Single files through the nodes that load them, with nothing beside them. */
class SingleFileLoadersTest {

    private static final String WHOLE = """
            "model": { "type": "load-model@1", "in": { "model": { "from": "inputs.model" } } }""";
    private static final String PARTS = """
            "unet": { "type": "load-unet@1", "in": { "unet": { "from": "inputs.unet" }, "ema": { "from": "inputs.ema" } } },
            "encoder": { "type": "load-text-encoder@1", "in": { "encoder": { "from": "inputs.model" } } },
            "vae": { "type": "load-vae@1", "in": { "vae": { "from": "inputs.model" } } }""";

    @TempDir
    static Path folder;

    private static Path model;
    private static Zograf engine;

    @BeforeAll
    static void write() throws Exception {
        model = PublishedShape.write(folder.resolve("model.safetensors"), PublishedShape.parts());
        engine = Zograf.builder().build();
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    private static String workflow(String loaders, String denoiser, String text, String vae, String inputs) {
        return """
                { "zograf": 1, "inputs": { %s },
                  "nodes": { %s,
                    "prompt": { "type": "encode-text@1", "in": { "encoder": { "from": "%s" }, "text": "a red house" } },
                    "empty": { "type": "empty-latent@1", "in": {
                      "model": { "from": "%s" }, "width": 32, "height": 32 } },
                    "sample": { "type": "sample@1", "in": { "model": { "from": "%s" }, "latent": { "from": "empty.latent" },
                      "positive": { "from": "prompt.conditioning" }, "steps": 2, "cfg": 1, "seed": 5 } },
                    "decode": { "type": "decode@1", "in": { "vae": { "from": "%s" }, "latent": { "from": "sample.latent" } } } },
                  "outputs": { "image": { "from": "decode.image" } } }
                """.formatted(inputs, loaders, text, denoiser, denoiser, vae);
    }

    private static FloatTensor paint(Path file) {
        Workflow workflow = engine.read(workflow(
                        WHOLE, "model.denoiser", "model.text", "model.vae", "\"model\": { \"type\": \"text\" }"))
                .with("model", file);
        return engine.run(workflow).get("image", Image.class).pixels();
    }

    private static FloatTensor paintWithParts(Path unet, boolean ema) {
        Workflow workflow = engine.read(
                        workflow(
                                PARTS,
                                "unet.denoiser",
                                "encoder.text",
                                "vae.vae",
                                "\"model\": { \"type\": \"text\" }, \"unet\": { \"type\": \"text\" }, \"ema\": { \"type\": \"boolean\" }"))
                .with("model", model)
                .with("unet", unet)
                .with("ema", ema);
        return engine.run(workflow).get("image", Image.class).pixels();
    }

    @Test
    void aFilePaintsWhatItsFolderPaints() {
        Path converted = folder.resolve("converted");
        assertThat(CommandLine.run("convert", model.toString(), converted.toString())
                        .code())
                .isZero();
        FloatTensor pixels = paint(model);
        assertThat(pixels.toArray()).isEqualTo(paint(converted).toArray());
        assertThat(pixels.toArray()).doesNotContain(Float.NaN);
        assertThat(pixels.at(0)).isNotEqualTo(pixels.at(pixels.size() - 1));
    }

    @Test
    void theSameFileIsInMemoryOnce() {
        FloatTensor whole = paint(model);
        int loaded = engine.state().sessions();
        assertThat(paintWithParts(model, false).toArray()).isEqualTo(whole.toArray());
        assertThat(engine.state().sessions()).isEqualTo(loaded);
    }

    /** Checkpoints mostly have the VAE and the text encoder of what they were trained from. */
    @Test
    void equalPartsOfDifferentFilesAreInMemoryOnce() throws Exception {
        FloatTensor whole = paint(model);
        EngineState before = engine.state();
        Path copy = Files.copy(model, folder.resolve("copy.safetensors"));
        assertThat(paint(copy).toArray()).isEqualTo(whole.toArray());
        assertThat(engine.state().sessions()).isEqualTo(before.sessions());
        assertThat(engine.state().modelBytes()).isEqualTo(before.modelBytes());

        Path tuned = changed("tuned", "model.diffusion_model.out.2.bias");
        assertThat(paint(tuned).toArray()).isNotEqualTo(whole.toArray());
        assertThat(engine.state().sessions()).isEqualTo(before.sessions() + 1);
        Path other = changed("other", "first_stage_model.decoder.conv_out.bias");
        assertThat(paint(other).toArray()).isNotEqualTo(whole.toArray());
        assertThat(engine.state().sessions()).isEqualTo(before.sessions() + 2);

        // The session outlives the file from which it was made.
        Files.delete(copy);
        assertThat(paint(model).toArray()).isEqualTo(whole.toArray());
    }

    /** The model with other numbers in one tensor. */
    private static Path changed(String name, String tensor) throws Exception {
        Path file = Files.copy(model, folder.resolve(name + ".safetensors"));
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer all = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int header = (int) all.getLong(0);
        String text = new String(bytes, 8, header, StandardCharsets.UTF_8);
        Matcher at = Pattern.compile("\"" + Pattern.quote(tensor) + "\":\\{[^}]*\"data_offsets\":\\[(\\d+)")
                .matcher(text.replace(" ", ""));
        assertThat(at.find()).as(tensor).isTrue();
        int place = 8 + header + Integer.parseInt(at.group(1));
        // Half precision: 0.5.
        all.putShort(place, (short) 0x3800);
        Files.write(file, bytes);
        return file;
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "BF16", "F8_E4M3", "F8_E5M2"})
    void paintsFromEveryTypeOfNumbers(DType type) {
        Path stored = folder.resolve(type + ".safetensors");
        Path widened = folder.resolve(type + "-as-f32.safetensors");
        assertThat(CommandLine.run("convert", model.toString(), stored.toString(), "--dtype", type.name())
                        .code())
                .isZero();
        assertThat(CommandLine.run("convert", stored.toString(), widened.toString(), "--dtype", "f32")
                        .code())
                .isZero();
        float[] expected = paint(widened).toArray();
        assertThat(paint(stored).toArray()).containsExactly(expected, within(1e-4f));
    }

    /** Weights that are rounded when they are read paint what a file paints that was written in that type. */
    @ParameterizedTest
    @CsvSource({"float8-e4m3, F8_E4M3", "float8-e5m2, F8_E5M2"})
    void roundsWeightsWhenTheyAreRead(String rounding, String type) {
        Path stored = folder.resolve("unet-" + type + ".safetensors");
        assertThat(CommandLine.run("convert", model.toString(), stored.toString(), "--dtype", type)
                        .code())
                .isZero();
        float[] expected = paintWithParts(stored, false).toArray();
        Workflow workflow = engine.read(workflow(
                        PARTS.replace("\"ema\": { \"from\": \"inputs.ema\" }", "\"weights\": \"" + rounding + "\""),
                        "unet.denoiser",
                        "encoder.text",
                        "vae.vae",
                        "\"model\": { \"type\": \"text\" }, \"unet\": { \"type\": \"text\" }"))
                .with("model", model)
                .with("unet", model);

        float[] rounded =
                engine.run(workflow).get("image", Image.class).pixels().toArray();

        assertThat(rounded).containsExactly(expected, within(1e-4f));
        float[] plain = paint(model).toArray();
        assertThat(IntStream.range(0, plain.length)
                        .mapToDouble(i -> Math.abs(plain[i] - rounded[i]))
                        .max()
                        .orElse(0))
                .isGreaterThan(3e-4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "diffusion_model.", "model.", "anything.at.all."})
    void findsTheNetworkBehindAnyPrefix(String prefix) throws Exception {
        Path file = unet("prefix" + prefix, name -> name.replace("model.diffusion_model.", prefix));
        assertThat(paintWithParts(file, false).toArray()).isEqualTo(paint(model).toArray());
    }

    @Test
    void takesAveragedWeightsIfThereAreNoOthersOrIfAsked() throws Exception {
        UnaryOperator<String> averaged =
                name -> "model_ema." + name.substring("model.".length()).replace(".", "");
        Path alone = unet("ema", averaged);
        float[] plain = paint(model).toArray();
        assertThat(paintWithParts(alone, false).toArray()).isEqualTo(plain);

        List<Weight> both = new ArrayList<>();
        for (Weight weight :
                OriginalNames.of(Map.of("unet", PublishedShape.parts().get("unet")))) {
            both.add(weight);
            boolean last = weight.name().endsWith(".out.2.bias");
            Weight other = last
                    ? PublishedShape.parts().get("unet").find("conv_in.bias").orElseThrow()
                    : weight;
            both.add(Weight.of(
                    averaged.apply(weight.name()),
                    weight.dtype(),
                    weight.shape(),
                    last ? PublishedShape.firstNumbers(other, weight.size()) : weight.storage()));
        }
        Path file = PublishedShape.write(folder.resolve("both.safetensors"), both, DType.F16);
        assertThat(paintWithParts(file, false).toArray()).isEqualTo(plain);
        assertThat(paintWithParts(file, true).toArray()).isNotEqualTo(plain);
        assertThatThrownBy(() -> paintWithParts(model, true))
                .isInstanceOf(WorkflowException.class)
                .hasMessageContaining("averaged");
    }

    private static Path unet(String title, UnaryOperator<String> rename) throws Exception {
        List<Weight> renamed = OriginalNames.of(
                        Map.of("unet", PublishedShape.parts().get("unet")))
                .stream()
                .map(weight -> Weight.of(rename.apply(weight.name()), weight.dtype(), weight.shape(), weight.storage()))
                .toList();
        return PublishedShape.write(folder.resolve(title + ".safetensors"), renamed, DType.F16);
    }

    @Test
    void saysWhichPartToAdd() throws Exception {
        Map<String, WeightSource> parts = new TreeMap<>(PublishedShape.parts());
        parts.remove("vae");
        Path file = PublishedShape.write(folder.resolve("no-vae.safetensors"), parts);
        assertThatThrownBy(() -> paint(file))
                .isInstanceOf(WorkflowException.class)
                .hasMessageContaining("It has no VAE")
                .hasMessageContaining("vae-ft-mse-840000-ema-pruned.safetensors");

        String loader =
                WHOLE.replace("\"inputs.model\" }", "\"inputs.model\" }, \"vae\": { \"from\": \"inputs.vae\" }");
        Workflow workflow = engine.read(workflow(
                        loader,
                        "model.denoiser",
                        "model.text",
                        "model.vae",
                        "\"model\": { \"type\": \"text\" }, \"vae\": { \"type\": \"text\" }"))
                .with("model", file)
                .with("vae", model);
        assertThat(engine.run(workflow).get("image", Image.class).pixels().toArray())
                .isEqualTo(paint(model).toArray());

        parts.remove("text_encoder");
        Path bare = PublishedShape.write(folder.resolve("unet-only.safetensors"), parts);
        assertThatThrownBy(() -> paint(bare)).hasMessageContaining("It has no VAE");

        Path incomplete = folder.resolve("incomplete");
        assertThat(CommandLine.run("convert", model.toString(), incomplete.toString())
                        .code())
                .isZero();
        for (String name : List.of("config.json", "diffusion_pytorch_model.safetensors")) {
            Files.delete(incomplete.resolve("vae").resolve(name));
        }
        Files.delete(incomplete.resolve("vae"));
        assertThatThrownBy(() -> paint(incomplete)).hasMessageContaining("It has no VAE");
    }

    @Test
    void listsTensorsOfNoKnownNetwork() throws Exception {
        List<Weight> tensors = new ArrayList<>(OriginalNames.of(PublishedShape.parts()));
        Weight any = tensors.get(0);
        tensors.add(Weight.of("safety.checker.weight", any.dtype(), any.shape(), any.storage()));
        tensors.add(Weight.of("model_ema.decay", any.dtype(), any.shape(), any.storage()));
        Path file = PublishedShape.write(folder.resolve("more.safetensors"), tensors, DType.F16);
        assertThatThrownBy(() -> paint(file))
                .hasMessageContaining("safety.checker.weight")
                .message()
                .doesNotContain("decay");
        assertThat(CommandLine.run("info", file.toString()).out()).contains("sd1", "safety.checker.weight");
    }
}
