package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.Zograf;
import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Config;
import dev.zograf.api.model.Denoiser;
import dev.zograf.models.QwenImageTransformer;
import dev.zograf.models.QwenImageTransformerConfig;
import dev.zograf.runtime.layout.ImpliedFiles;
import dev.zograf.runtime.layout.SingleFile;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightData;
import dev.zograf.tensor.WeightSource;
import dev.zograf.testkit.fake.FakeWeights;
import dev.zograf.testkit.fake.GivenWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Single files of Qwen-Image's transformer: the names of diffusers, with and without what ComfyUI puts before them, and what they imply. */
class QwenImageFileTest {

    private static final String NET = "model.diffusion_model.";
    private static final String CLEAN = "__index_timestep_zero__";

    /** As small as a head of 128 numbers allows. */
    private static final Map<String, Object> SMALL =
            Map.of("num_layers", 2, "num_attention_heads", 1, "joint_attention_dim", 6);

    @TempDir
    private Path models;

    private static QwenImageTransformerConfig read(Map<String, ?> config) {
        return QwenImageTransformerConfig.of(Config.of("config.json", config));
    }

    private static Map<String, Object> with(String name, Object value) {
        Map<String, Object> out = new HashMap<>(SMALL);
        out.put(name, value);
        return out;
    }

    private static NavigableMap<String, Weight> tensors(String prefix, Map<String, ?> config) {
        WeightSource transformer = FakeWeights.of(new QwenImageTransformer(read(config)));
        NavigableMap<String, Weight> out = new TreeMap<>();
        transformer
                .names()
                .forEach(name -> out.put(prefix + name, transformer.find(name).orElseThrow()));
        return out;
    }

    private static Weight empty() {
        return FakeWeights.of(Map.of(CLEAN, new long[] {0})).find(CLEAN).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"'', false", "model.diffusion_model., false", "model.diffusion_model., true"})
    void tellsTheConfiguration(String prefix, boolean clean) {
        NavigableMap<String, Weight> tensors = tensors(prefix, SMALL);
        if (clean) {
            tensors.put(prefix + CLEAN, empty());
        }
        SingleFile file = SingleFile.of(GivenWeights.of(tensors), Map.of());
        ImpliedFiles files = file.files();

        assertThat(file.unknown()).isEmpty();
        assertThat(files.familyTitle()).contains("qwen-image");
        assertThat(files.variant()).contains(clean ? "qwen-image-edit-2511" : "qwen-image");
        assertThat(read(files.config("transformer/config.json").orElseThrow()))
                .isEqualTo(read(with("zero_cond_t", clean)));
        assertThat(files.config("scheduler/scheduler_config.json").orElseThrow())
                .containsEntry("shift_terminal", 0.02)
                .containsEntry("max_shift", 0.9);
        assertThat(files.config("model_index.json").orElseThrow()).containsEntry("_class_name", "QwenImagePipeline");
        WeightSource transformer = file.weights("transformer").orElseThrow();
        for (String name : transformer.names()) {
            assertThat(WeightData.bytes(transformer.find(name).orElseThrow()))
                    .isEqualTo(WeightData.bytes(tensors.get(prefix + name)));
        }
    }

    /** As many tensors as published, whose shapes alone are looked at. */
    @Test
    void tellsThePublishedSizes() {
        SingleFile file = SingleFile.of(FakeWeights.of(new QwenImageTransformer(read(Map.of()))), Map.of());

        assertThat(read(file.files().config("transformer/config.json").orElseThrow()))
                .isEqualTo(read(Map.of()));
    }

    @Test
    void refusesSizesOfHeadsThatShapesDoNotTell() {
        Map<String, Object> narrow = new HashMap<>(with("attention_head_dim", 8));
        narrow.put("axes_dims_rope", List.of(2, 2, 4));
        SingleFile file = SingleFile.of(GivenWeights.of(tensors("", narrow)), Map.of());

        assertThatThrownBy(() -> file.files().config("transformer/config.json"))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("\"config\"");
    }

    @Test
    void isOpenedByLoadUnet() throws IOException {
        Path folder = Files.createDirectories(models.resolve("diffusion_models"));
        Map<String, long[]> shapes = new TreeMap<>();
        tensors(NET, SMALL).forEach((name, weight) -> shapes.put(name, weight.shape()));
        FakeWeights named = FakeWeights.of(shapes);
        PublishedShape.write(
                folder.resolve("qwen_image.safetensors"),
                shapes.keySet().stream()
                        .map(name -> named.find(name).orElseThrow())
                        .toList(),
                DType.BF16);
        String json = """
                { "zograf": 1,
                  "nodes": { "loader": { "type": "load-unet@1", "in": { "unet": "qwen_image.safetensors" } } },
                  "outputs": { "denoiser": { "from": "loader.denoiser" } } }
                """;

        try (Zograf zograf = Zograf.builder().models(models).build()) {
            Denoiser denoiser = zograf.run(zograf.read(json)).get("denoiser", Denoiser.class);

            assertThat(denoiser.latentFormat().channels()).isEqualTo(16);
            assertThat(denoiser.inputChannels()).isEqualTo(16);
            assertThat(denoiser.nativeSize()).isEqualTo(128);
            assertThat(denoiser.scheduler().number("shift_terminal")).isEqualTo(0.02);
        }
    }
}
