package dev.zograf.runtime.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Checkpoint;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightStorage;
import dev.zograf.tensor.Weights;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelRootsTest {

    private static final byte[] ONE =
            new SafetensorsBytes().add("w", new float[] {1}, 1).bytes();
    private static final byte[] TWO =
            new SafetensorsBytes().add("w", new float[] {1, 2}, 2).bytes();

    @TempDir
    Path temp;

    private Path root;
    private ModelRoots models;

    @BeforeEach
    void layOut() throws IOException {
        root = temp.resolve("models");
        write("models/checkpoints/sd/model_index.json", "{\"_class_name\": \"StableDiffusionPipeline\"}");
        write(
                "models/checkpoints/sd/scheduler/scheduler_config.json",
                "{\"lambda_min_clipped\": -Infinity, \"steps\": 3}");
        write("models/checkpoints/sd/unet/diffusion_pytorch_model.safetensors", ONE);
        write("models/checkpoints/sd/unet/diffusion_pytorch_model.fp16.safetensors", TWO);
        write("models/checkpoints/sd/vae/diffusion_pytorch_model.fp16.safetensors", TWO);
        write("models/checkpoints/sd/text_encoder/pytorch_model.bin", "pickle");
        write("models/checkpoints/sd/tokenizer/merges.txt", "a b\n");
        write("models/loras/style.safetensors", ONE);
        write("models/loras/people/ann.safetensors", ONE);
        write("models/loras/old.ckpt", "pickle");
        write("models/top.safetensors", ONE);
        write("outside.safetensors", ONE);
        models = new ModelRoots(
                List.of(temp.resolve("missing"), root), new BundledModels(new URLClassLoader(new URL[0], null)));
    }

    private void write(String name, String text) throws IOException {
        write(name, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private void write(String name, byte[] bytes) throws IOException {
        Path file = temp.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    @Test
    void opensFoldersAndFiles() {
        Checkpoint folder = models.open("checkpoints", "sd");
        assertThat(folder.has("unet")).isTrue();
        assertThat(folder.has("tokenizer/merges.txt")).isTrue();
        assertThat(folder.has("tokenizer_2")).isFalse();
        assertThat(folder.has("../../top.safetensors")).isFalse();
        assertThat(folder.config("scheduler/scheduler_config.json").number("lambda_min_clipped"))
                .isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(folder.text("tokenizer/merges.txt")).isEqualTo("a b\n");
        assertThat(models.open("loras", "style").weights("").names()).containsExactly("w");
        assertThat(models.open("loras", "people/ann.safetensors").weights("").names())
                .containsExactly("w");
        assertThat(models.open("vae", "top.safetensors").weights("").names()).containsExactly("w");
    }

    @Test
    void looksUnderTheOldAndTheNewNameOfAKind() throws IOException {
        write("models/text_encoders/clip_l.safetensors", ONE);
        write("models/unet/flux.safetensors", ONE);
        write("models/controlnet/canny.safetensors", ONE);

        assertThat(models.open("clip", "clip_l").weights("").names()).containsExactly("w");
        assertThat(models.open("diffusion_models", "flux").weights("").names()).containsExactly("w");
        assertThat(models.names("t2i_adapter")).contains("canny.safetensors");
        assertThat(models.names("vae")).doesNotContain("clip_l.safetensors", "canny.safetensors");
        assertThat(ModelKinds.folders("unet")).containsExactly("unet", "diffusion_models");
        assertThat(ModelKinds.folders("loras")).containsExactly("loras");
    }

    @Test
    void listsEverythingWithItsKind() throws IOException {
        write("models/upscale_models/x4.pth", "pickle");
        assertThat(models.list())
                .contains(
                        new ModelRoots.Found("checkpoints", "sd"),
                        new ModelRoots.Found("loras", "people/ann.safetensors"),
                        new ModelRoots.Found("loras", "old.ckpt"),
                        new ModelRoots.Found("upscale_models", "x4.pth"),
                        new ModelRoots.Found("", "top.safetensors"))
                .doesNotHaveDuplicates()
                .noneMatch(found -> found.name().contains("pytorch_model.bin"));
    }

    @Test
    void prefersPlainWeightsToVariants() {
        Checkpoint folder = models.open("checkpoints", "sd");
        assertThat(size(folder.weights("unet"))).isEqualTo(1);
        assertThat(size(folder.weights("vae"))).isEqualTo(2);
        assertThat(folder.findWeights("image_encoder")).isEmpty();
    }

    private static long size(Weights weights) {
        return weights.find("w").map(Weight::size).orElseThrow();
    }

    @Test
    void refusesPickles() {
        assertThatThrownBy(() -> models.open("checkpoints", "sd").weights("text_encoder"))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("sd/text_encoder/pytorch_model.bin: This is a pickle")
                .hasMessageContaining("save_file");
        assertThatThrownBy(() -> models.open("loras", "old.ckpt"))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("pickle");
    }

    @Test
    void saysWhatThereIs() {
        assertThat(models.names("loras"))
                .containsExactly("people/ann.safetensors", "style.safetensors", "top.safetensors");
        assertThat(models.names("checkpoints")).containsExactly("sd", "top.safetensors");
        assertThatThrownBy(() -> models.open("loras", "styel"))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("There are: people/ann.safetensors, ")
                .hasMessageContaining("style.safetensors");
        assertThatThrownBy(() -> models.open("checkpoints", "sd").weights("transformer"))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("scheduler, text_encoder, tokenizer, unet, vae");
        assertThatThrownBy(() -> models.open("loras", " ")).isInstanceOf(BadFileException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../outside.safetensors",
                "people/../../../outside",
                "..",
                "/etc/passwd",
                "loras/../../outside.safetensors"
            })
    void keepsNamesInside(String name) {
        assertThatThrownBy(() -> models.open("loras", name))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("not elsewhere");
    }

    @Test
    void opensPathsThatTheHostAllows() {
        String path = temp.resolve("outside.safetensors").toString();
        assertThatThrownBy(() -> models.open("loras", path)).isInstanceOf(BadFileException.class);
        models.allow(Path.of(path));
        assertThat(models.open("loras", path).weights("").names()).containsExactly("w");
    }

    @Test
    void seesReplacedFiles() throws IOException {
        String folder = models.open("checkpoints", "sd").fingerprint();
        String unet = models.open("checkpoints", "sd").weights("unet").fingerprint();
        assertThat(models.open("checkpoints", "sd").fingerprint()).isEqualTo(folder);
        write("models/checkpoints/sd/unet/diffusion_pytorch_model.safetensors", TWO);
        assertThat(models.open("checkpoints", "sd").fingerprint()).isNotEqualTo(folder);
        assertThat(models.open("checkpoints", "sd").weights("unet").fingerprint())
                .isNotEqualTo(unet);
    }

    @Test
    void joinsShards() throws IOException {
        write("models/unet/big/config.json", "{}");
        write("models/unet/big/model-00001-of-00002.safetensors", ONE);
        write(
                "models/unet/big/model-00002-of-00002.safetensors",
                new SafetensorsBytes().add("v", new float[] {3}, 1).bytes());
        index(
                "{\"weight_map\": {\"w\": \"model-00001-of-00002.safetensors\", \"v\": \"model-00002-of-00002.safetensors\"}}");
        assertThat(models.open("unet", "big").weights("").names()).containsExactly("v", "w");

        index(
                "{\"weight_map\": {\"w\": \"model-00001-of-00002.safetensors\", \"v\": \"model-00003-of-00002.safetensors\"}}");
        badShards("model-00003-of-00002.safetensors is missing");
        index(
                "{\"weight_map\": {\"w\": \"model-00001-of-00002.safetensors\", \"x\": \"model-00002-of-00002.safetensors\"}}");
        badShards("x is in model-00002-of-00002.safetensors, but it is not there");
        index("{\"weight_map\": {\"w\": \"../../../outside.safetensors\"}}");
        badShards("no .safetensors file in its folder");
        index("{\"weight_map\": {\"w\": \"" + temp.resolve("outside.safetensors") + "\"}}");
        badShards("no .safetensors file in its folder");
        index("{\"weight_map\": {\"w\": 1}}");
        badShards("not a text");
        index("{}");
        badShards("weight_map");
    }

    private void index(String json) throws IOException {
        write("models/unet/big/model.safetensors.index.json", json);
    }

    private void badShards(String message) {
        assertThatThrownBy(() -> models.open("unet", "big").weights(""))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining(message);
    }

    @Test
    void findsModelsThatShip() throws IOException {
        Path jar = temp.resolve("ships.jar");
        try (FileSystem zip = FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of("create", "true"))) {
            Path folder = zip.getPath("/META-INF/zograf/models/checkpoints/emoji/unet");
            Files.createDirectories(folder);
            Files.write(folder.resolve("diffusion_pytorch_model.safetensors"), TWO);
            Files.writeString(folder.getParent().resolve("model_index.json"), "{}");
        }
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null);
                ModelRoots shipped = new ModelRoots(List.of(), new BundledModels(loader))) {
            assertThat(shipped.names("checkpoints")).containsExactly("emoji");
            Weights weights = shipped.open("checkpoints", "emoji").weights("unet");
            Weight weight = weights.find("w").orElseThrow();
            assertThat(((WeightStorage.InMemory) weight.storage()).bytes().get().getFloat(4))
                    .isEqualTo(2);
            assertThatThrownBy(() -> shipped.open("checkpoints", "../x")).isInstanceOf(BadFileException.class);
        }
    }
}
