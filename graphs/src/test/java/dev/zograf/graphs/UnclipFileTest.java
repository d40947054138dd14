package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.Outputs;
import dev.zograf.Workflow;
import dev.zograf.Zograf;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.models.ClipVision;
import dev.zograf.models.VisionPooling;
import dev.zograf.runtime.layout.OriginalNames;
import dev.zograf.runtime.layout.SingleFile;
import dev.zograf.runtime.model.ModelFile;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightSource;
import dev.zograf.testkit.fake.FakeWeights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model of unCLIP as one file in the original layout, with nothing beside it. */
class UnclipFileTest {

    private static final int EMBEDDING = 32;
    private static final Map<String, Object> UNET = Map.of(
            "block_out_channels",
            List.of(64, 64),
            "attention_head_dim",
            List.of(1, 1),
            "down_block_types",
            List.of("CrossAttnDownBlock2D", "DownBlock2D"),
            "up_block_types",
            List.of("UpBlock2D", "CrossAttnUpBlock2D"),
            "layers_per_block",
            1,
            "cross_attention_dim",
            64,
            "use_linear_projection",
            true,
            "class_embed_type",
            "projection",
            "projection_class_embeddings_input_dim",
            2 * EMBEDDING);

    private static final String LOAD = """
            "model": { "type": "load-unclip-model@1", "in": { "model": { "from": "inputs.model" } } }""";
    private static final String SEEN = "model.images";

    @TempDir
    static Path folder;

    private static Path model;
    private static Zograf engine;

    @BeforeAll
    static void write() throws Exception {
        model = PublishedShape.write(folder.resolve("unclip.safetensors"), parts());
        engine = Zograf.builder().build();
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    private static Map<String, WeightSource> parts() {
        Map<String, WeightSource> parts = new TreeMap<>(PublishedShape.parts());
        parts.put("unet", PublishedShape.unet(UNET));
        ClipVision tower = new ClipVision(3, 28, 14, 768, 32, 1, 12, "quick_gelu", 1e-5, true, VisionPooling.FIRST);
        parts.put("image_encoder", FakeWeights.of(tower).with("visual_projection.weight", EMBEDDING, 768));
        parts.put(
                "image_normalizer",
                FakeWeights.of(Map.of("mean", new long[] {1, EMBEDDING}, "std", new long[] {1, EMBEDDING})));
        return parts;
    }

    private static FloatTensor paint(String loaders, String images, double strength, Path file) {
        Workflow workflow = engine.read("""
                { "zograf": 1, "inputs": { "model": { "type": "text" }, "image": { "type": "text" } },
                  "nodes": { %s,
                    "prompt": { "type": "encode-text@1", "in": { "encoder": { "from": "model.text" }, "text": "a red house" } },
                    "image": { "type": "load-image@1", "in": { "image": { "from": "inputs.image" } } },
                    "seen": { "type": "embed-image@1", "in": {
                      "encoder": { "from": "%s" }, "images": { "from": "image.image" }, "normalise": false } },
                    "told": { "type": "set-pooled-image@1", "in": { "conditioning": { "from": "prompt.conditioning" },
                      "embedding": { "from": "seen.embedding" }, "strength": %s, "noise": 0.2, "seed": 5 } },
                    "empty": { "type": "empty-latent@1", "in": {
                      "model": { "from": "model.denoiser" }, "width": 32, "height": 32 } },
                    "sample": { "type": "sample@1", "in": { "model": { "from": "model.denoiser" },
                      "latent": { "from": "empty.latent" }, "positive": { "from": "told.conditioning" },
                      "steps": 2, "cfg": 2, "seed": 5 } },
                    "decode": { "type": "decode@1", "in": { "vae": { "from": "model.vae" }, "latent": { "from": "sample.latent" } } } },
                  "outputs": { "image": { "from": "decode.image" } } }
                """.formatted(loaders, images, strength))
                .with("model", file)
                .with("image", Checkout.file("graphs/pictures/txt2img.png"));
        Outputs outputs = engine.run(workflow);
        return outputs.get("image", Image.class).pixels();
    }

    @Test
    void aFilePaintsWhatItsFolderPaintsAndBack() {
        Path converted = folder.resolve("folder");
        Path back = folder.resolve("back.safetensors");
        assertThat(CommandLine.run("convert", model.toString(), converted.toString())
                        .err())
                .isEmpty();
        assertThat(CommandLine.run("convert", converted.toString(), back.toString())
                        .err())
                .isEmpty();
        float[] pixels = paint(LOAD, SEEN, 1, model).toArray();

        assertThat(pixels).doesNotContain(Float.NaN);
        assertThat(paint(LOAD, SEEN, 1, converted).toArray()).isEqualTo(pixels);
        assertThat(paint(LOAD, SEEN, 1, back).toArray()).isEqualTo(pixels);
        assertThat(paint(LOAD, SEEN, 0, model).toArray()).isNotEqualTo(pixels);
    }

    @Test
    void loadersOfPartsFindTheirsInIt() {
        String apart = """
                "model": { "type": "load-model@1", "in": { "model": { "from": "inputs.model" } } },
                "tower": { "type": "load-clip-vision@1", "in": { "model": { "from": "inputs.model" } } }""";

        assertThat(paint(apart, "tower.encoder", 1, model).toArray())
                .isEqualTo(paint(LOAD, SEEN, 1, model).toArray());
    }

    @Test
    void saysWhatItIs() {
        String said = CommandLine.run("info", model.toString()).out();

        assertThat(said).contains("sd2-unclip-v", "v_prediction", "CLIPVisionModelWithProjection");
        assertThat(said).doesNotContain("unknown");
    }

    /** The published sizes tell a U-Net that is alone; this kind was trained on embeddings as they are. */
    @Test
    void tellsTheUnetWithNothingBesideIt() throws Exception {
        SingleFile unclip = content("alone", unet(2048, 1024));

        assertThat(unclip.weights("unet").orElseThrow().names()).contains("class_embedding.linear_1.weight");
        assertThat(unclip.weights("image_normalizer").orElseThrow().names()).containsExactly("mean", "std");
        assertThat(content("l", unet(1536, 1024)).parts()).containsExactly("unet");
        assertThat(content("xl", unet(2816, 2048)).weights("unet").orElseThrow().names())
                .contains("add_embedding.linear_1.weight");
    }

    @Test
    void whatIsLeftOfTrainingIsNoHindrance() throws Exception {
        List<Weight> tensors = new ArrayList<>(unet(1536, 1024));
        Weight any = tensors.get(0);
        for (String left :
                List.of("noise_augmentor.betas", "embedder.model.ln_final.weight", "embedder.model.logit_scale")) {
            tensors.add(Weight.of(left, any.dtype(), any.shape(), any.storage()));
        }

        assertThat(content("left", tensors).unknown()).isEmpty();
    }

    private static List<Weight> unet(long told, long text) {
        return OriginalNames.of(Map.of(
                "unet",
                FakeWeights.of(Map.of(
                        "conv_in.weight", new long[] {64, 4, 3, 3},
                        "class_embedding.linear_1.weight", new long[] {256, told},
                        "down_blocks.0.attentions.0.transformer_blocks.0.attn2.to_k.weight", new long[] {64, text},
                        "down_blocks.0.resnets.0.conv1.weight", new long[] {64, 64, 3, 3}))));
    }

    private static SingleFile content(String name, List<Weight> tensors) throws Exception {
        Path file = PublishedShape.write(folder.resolve(name + ".safetensors"), tensors, DType.F16);
        return ModelFile.open(name, file).content();
    }

    @Test
    void refusesOtherModels() throws Exception {
        Path plain = PublishedShape.write(folder.resolve("plain.safetensors"), PublishedShape.parts());
        Map<String, WeightSource> parts = parts();
        parts.remove("image_encoder");
        parts.put("image_normalizer", FakeWeights.of(Map.of("mean", new long[] {1, 8}, "std", new long[] {1, 8})));
        Path blind = PublishedShape.write(folder.resolve("blind.safetensors"), parts);

        assertThatThrownBy(() -> paint(LOAD, SEEN, 1, plain)).hasMessageContaining("For other models use load-model");
        assertThatThrownBy(() -> paint(LOAD, SEEN, 1, blind)).hasMessageContaining("It has no image encoder");
    }
}
