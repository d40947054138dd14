package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.Zograf;
import dev.zograf.tensor.DType;
import dev.zograf.testkit.fake.FakeWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of families that are not known are refused by the family's name, told by tensors as their projects name them. */
class ForeignFamilyTest {

    @TempDir
    private Path models;

    @ParameterizedTest
    @CsvSource({
        "load-model, checkpoints, model, model.diffusion_model.double_blocks.0.img_attn.qkv.weight, FLUX",
        "load-unet, diffusion_models, unet, double_blocks.0.img_attn.norm.key_norm.scale, FLUX",
        "load-unet, diffusion_models, unet, double_stream_modulation_img.lin.weight, FLUX.2",
        "load-unet, diffusion_models, unet, distilled_guidance_layer.in_proj.weight, Chroma",
        "load-unet, diffusion_models, unet, txt_in.individual_token_refiner.blocks.0.norm1.weight, HunyuanVideo",
        "load-unet, diffusion_models, unet, double_layers.0.attn.w1q.weight, AuraFlow",
        "load-unet, diffusion_models, unet, blocks.0.cross_attn.norm_k.weight, Wan",
        "load-unet, diffusion_models, unet, double_stream_blocks.0.block.norm1_i.weight, HiDream",
        "load-text-encoder, text_encoders, encoder, encoder.block.0.layer.0.SelfAttention.q.weight, T5",
        "load-text-encoder, text_encoders, encoder, model.layers.0.mlp.gate_proj.weight, a language model",
    })
    void saysWhichFamilyItIs(String type, String folder, String input, String tensor, String family)
            throws IOException {
        Path file = models.resolve(folder).resolve("foreign.safetensors");
        Files.createDirectories(file.getParent());
        FakeWeights weights = FakeWeights.of(Map.of(tensor, new long[] {4, 4}));
        PublishedShape.write(file, List.of(weights.find(tensor).orElseThrow()), DType.F16);
        String json = """
                { "zograf": 1,
                  "nodes": { "loader": { "type": "TYPE@1", "in": { "INPUT": "foreign.safetensors" } } },
                  "outputs": { "out": { "from": "loader.OUT" } } }
                """;
        String out = type.equals("load-text-encoder") ? "text" : "denoiser";

        try (Zograf zograf = Zograf.builder().models(models).build()) {
            String workflow = json.replace("TYPE", type).replace("INPUT", input).replace("OUT", out);
            assertThatThrownBy(() -> zograf.run(zograf.read(workflow)))
                    .hasStackTraceContaining("foreign.safetensors")
                    .hasStackTraceContaining(family)
                    .hasStackTraceContaining("is not known here");
        }
    }
}
