package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.zograf.Workflow;
import dev.zograf.Zograf;
import dev.zograf.api.BadFileException;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Latent;
import dev.zograf.runtime.convert.SafetensorsWriter;
import dev.zograf.runtime.layout.OriginalNames;
import dev.zograf.runtime.layout.SingleFile;
import dev.zograf.runtime.model.SafetensorsFile;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightData;
import dev.zograf.tensor.WeightSource;
import dev.zograf.testkit.fake.FakeWeights;
import dev.zograf.testkit.fake.GivenWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The VAE of Qwen-Image as a file in the original names and as a folder of diffusers. The golden data are those of {@code
 * AutoencoderKLQwenImage} of diffusers 0.42.1 with random weights, which its own converter read back from this file.
 */
class QwenVaeFileTest {

    private static final String JSON = """
            { "zograf": 1,
              "inputs": { "vae": { "type": "text" }, "image": { "type": "image" }, "latent": { "type": "latent" } },
              "nodes": {
                "vae": { "type": "load-vae@1", "in": { "vae": { "from": "inputs.vae" } } },
                "encode": { "type": "encode@1", "in": {
                  "vae": { "from": "vae.vae" }, "image": { "from": "inputs.image" } } },
                "decode": { "type": "decode@1", "in": {
                  "vae": { "from": "vae.vae" }, "latent": { "from": "inputs.latent" } } } },
              "outputs": { "latent": { "from": "encode.latent" }, "image": { "from": "decode.image" } } }
            """;

    @TempDir
    private Path models;

    private static WeightSource resource(String name) {
        return SafetensorsFile.open(name, Checkout.file("graphs/src/test/resources/qwen-vae/" + name));
    }

    private static FloatTensor expected(String name) {
        Weight weight = resource("expected.safetensors").find(name).orElseThrow();
        int[] shape = Arrays.stream(weight.shape()).mapToInt(Math::toIntExact).toArray();
        return FloatTensor.wrap(WeightData.floats(weight), shape);
    }

    private static SingleFile original() {
        return SingleFile.of(resource("original.safetensors"), Map.of());
    }

    private void write(String to, WeightSource weights) throws IOException {
        Path file = models.resolve(to);
        Files.createDirectories(file.getParent());
        List<Weight> tensors = new ArrayList<>();
        weights.names().forEach(name -> tensors.add(weights.find(name).orElseThrow()));
        new SafetensorsWriter(Optional.empty(), () -> {}).write(file, tensors, Map.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"vae/qwen_image_vae.safetensors", "vae/folder"})
    void encodesAndDecodesAsDiffusersDoes(String place) throws IOException {
        if (place.endsWith(".safetensors")) {
            write(place, resource("original.safetensors"));
        } else {
            write(
                    place + "/diffusion_pytorch_model.safetensors",
                    original().weights("vae").orElseThrow());
            Files.writeString(
                    models.resolve(place).resolve("config.json"),
                    "{ \"_class_name\": \"AutoencoderKLQwenImage\", \"base_dim\": 2 }");
        }

        try (Zograf zograf = Zograf.builder().models(models).build()) {
            Workflow workflow = zograf.read(JSON)
                    .with("vae", place.substring("vae/".length()))
                    .with("image", Image.of(expected("image")))
                    .with("latent", Latent.of(expected("latent")));
            var out = zograf.run(workflow);

            FloatTensor mean = out.get("latent", Latent.class).samples();
            assertThat(mean.shape()).containsExactly(1, 16, 4, 6);
            assertThat(mean.toArray()).containsExactly(expected("mean").toArray(), within(1e-4f));
            assertThat(out.get("image", Image.class).pixels().toArray())
                    .containsExactly(expected("picture").toArray(), within(1e-4f));
        }
    }

    @Test
    void tellsItsConfigurationFromTheShapes() {
        SingleFile file = original();

        assertThat(file.isOriginal()).isTrue();
        assertThat(file.unknown()).isEmpty();
        assertThat(file.files().vaeType()).contains("AutoencoderKLQwenImage");
        assertThat(file.files().config("vae/config.json").orElseThrow())
                .containsEntry("_class_name", "AutoencoderKLQwenImage")
                .containsEntry("base_dim", 2)
                .containsEntry("dim_mult", List.of(1, 2, 4, 4))
                .containsEntry("num_res_blocks", 2)
                .containsEntry("temperal_downsample", List.of(false, true, true))
                .containsEntry("z_dim", 16);
    }

    @Test
    void writesWhatItReads() {
        WeightSource file = resource("original.safetensors");
        WeightSource vae = original().weights("vae").orElseThrow();
        TreeMap<String, Weight> back = new TreeMap<>();
        OriginalNames.of(Map.of("vae", vae)).forEach(weight -> back.put(weight.name(), weight));

        assertThat(back.keySet()).isEqualTo(file.names());
        back.forEach((name, weight) -> assertThat(WeightData.bytes(weight))
                .as(name)
                .isEqualTo(WeightData.bytes(file.find(name).orElseThrow())));
        SingleFile kept = SingleFile.of(vae, Map.of());
        assertThat(kept.isOriginal()).isFalse();
        assertThat(kept.weights("vae").orElseThrow().names()).isEqualTo(vae.names());
    }

    @Test
    void findsItBehindAPrefix() {
        WeightSource file = resource("original.safetensors");
        TreeMap<String, Weight> tensors = new TreeMap<>();
        file.names().forEach(name -> tensors.put("vae." + name, file.find(name).orElseThrow()));

        SingleFile found = SingleFile.of(GivenWeights.of(tensors), Map.of());

        assertThat(found.unknown()).isEmpty();
        assertThat(found.weights("vae").orElseThrow().names())
                .isEqualTo(original().weights("vae").orElseThrow().names());
    }

    /** Wan 2.2 of 5 billion parameters has a VAE with further blocks inside. */
    @Test
    void refusesThatOfLargerPatches() throws IOException {
        SingleFile diffusers = SingleFile.of(
                FakeWeights.of(Map.of(
                        "encoder.down_blocks.0.resnets.0.norm1.gamma", new long[] {4, 1, 1, 1},
                        "decoder.conv_in.weight", new long[] {4, 48, 3, 3, 3},
                        "decoder.norm_out.gamma", new long[] {4, 1, 1, 1},
                        "decoder.up_blocks.0.resnets.0.norm1.gamma", new long[] {4, 1, 1, 1})),
                Map.of());
        assertThatThrownBy(() -> diffusers.files().config("vae/config.json"))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("It is the VAE of Wan 2.2");

        write(
                "vae/wan2.2_vae.safetensors",
                FakeWeights.of(
                        Map.of("encoder.downsamples.0.downsamples.0.residual.0.gamma", new long[] {4, 1, 1, 1})));
        assertThatThrownBy(() -> load("wan2.2_vae.safetensors"))
                .hasStackTraceContaining("It is the VAE of Wan 2.2 of 5 billion parameters");
    }

    @Test
    void saysWhatIsWrongWithAFile() throws IOException {
        WeightSource file = resource("original.safetensors");
        TreeMap<String, Weight> tensors = new TreeMap<>();
        file.names().forEach(name -> tensors.put(name, file.find(name).orElseThrow()));
        tensors.remove("decoder.middle.1.proj.bias");
        write("vae/incomplete.safetensors", GivenWeights.of(tensors));
        assertThatThrownBy(() -> load("incomplete.safetensors"))
                .hasStackTraceContaining("decoder.mid_block.attentions.0.proj.bias is missing");

        write("vae/cut.safetensors", file);
        Path cut = models.resolve("vae/cut.safetensors");
        byte[] bytes = Files.readAllBytes(cut);
        Files.write(cut, Arrays.copyOf(bytes, bytes.length - 1000));
        assertThatThrownBy(() -> load("cut.safetensors")).hasStackTraceContaining("cut.safetensors");

        write(
                "vae/other/diffusion_pytorch_model.safetensors",
                original().weights("vae").orElseThrow());
        Files.writeString(
                models.resolve("vae/other/config.json"), "{ \"_class_name\": \"AutoencoderKLHunyuanVideo\" }");
        assertThatThrownBy(() -> load("other"))
                .hasStackTraceContaining("The class AutoencoderKLHunyuanVideo is not supported here")
                .hasStackTraceContaining("AutoencoderKL, AutoencoderKLQwenImage, AutoencoderKLWan");
    }

    private void load(String name) {
        try (Zograf zograf = Zograf.builder().models(models).build()) {
            zograf.run(zograf.read(JSON)
                    .with("vae", name)
                    .with("image", Image.of(expected("image")))
                    .with("latent", Latent.of(expected("latent"))));
        }
    }
}
