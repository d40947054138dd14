package dev.zograf.bench.checkpoint;

import dev.zograf.tensor.DType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes a checkpoint with a U-Net of the sizes of Stable Diffusion XL (2.57 thousand million parameters) and random weights, in the
 * layout of diffusers. Its text encoders have the published widths and two layers each.
 */
final class RandomXl {

    private final RandomWeights weights;
    private final List<Integer> channels;
    private final List<Integer> depths;
    private final List<Integer> heads;
    private final List<Integer> vaeChannels;
    private final int layers;
    private final int groups;
    private final int text;
    private final int text2;
    private final int sizes;

    private RandomXl(
            DType dtype,
            List<Integer> channels,
            List<Integer> depths,
            List<Integer> heads,
            List<Integer> vaeChannels,
            int layers,
            int groups,
            int text,
            int text2,
            int sizes) {
        weights = new RandomWeights(dtype, false);
        this.channels = channels;
        this.depths = depths;
        this.heads = heads;
        this.vaeChannels = vaeChannels;
        this.layers = layers;
        this.groups = groups;
        this.text = text;
        this.text2 = text2;
        this.sizes = sizes;
    }

    static RandomXl base(DType dtype) {
        return new RandomXl(
                dtype,
                List.of(320, 640, 1280),
                List.of(0, 2, 10),
                List.of(5, 10, 20),
                List.of(128, 256, 512, 512),
                2,
                32,
                768,
                1280,
                256);
    }

    static RandomXl tiny(DType dtype) {
        return new RandomXl(dtype, List.of(16, 32), List.of(0, 2), List.of(1, 4), List.of(16, 32), 1, 8, 32, 24, 8);
    }

    long bytes() {
        return weights.bytes(unet())
                + weights.bytes(clip(text, false))
                + weights.bytes(clip(text2, true))
                + weights.bytes(vae());
    }

    private int context() {
        return text + text2;
    }

    private int addition() {
        return text2 + 6 * sizes;
    }

    private Map<String, long[]> unet() {
        Map<String, long[]> shapes = new TreeMap<>(TensorShapes.unet(4, 4, channels, depths, layers, context(), true));
        shapes.putAll(TensorShapes.addition(channels.get(0), addition()));
        return shapes;
    }

    private Map<String, long[]> vae() {
        return TensorShapes.vae(4, vaeChannels, layers);
    }

    private static Map<String, long[]> clip(int width, boolean projected) {
        Map<String, long[]> shapes = new TreeMap<>(TensorShapes.clipText(49408, 77, width, 2, 4 * width));
        if (projected) {
            shapes.put("text_projection.weight", new long[] {width, width});
        }
        return shapes;
    }

    void write(Path folder) throws IOException {
        ByteTokenizer.write(folder.resolve("tokenizer"));
        ByteTokenizer.write(folder.resolve("tokenizer_2"));
        RandomWeights.text(folder, "model_index.json", """
                {"_class_name": "StableDiffusionXLPipeline", "scheduler": ["diffusers", "EulerDiscreteScheduler"],
                 "text_encoder": ["transformers", "CLIPTextModel"], "tokenizer": ["transformers", "CLIPTokenizer"],
                 "text_encoder_2": ["transformers", "CLIPTextModelWithProjection"], "tokenizer_2": ["transformers", "CLIPTokenizer"],
                 "unet": ["diffusers", "UNet2DConditionModel"], "vae": ["diffusers", "AutoencoderKL"],
                 "feature_extractor": [null, null], "image_encoder": [null, null], "force_zeros_for_empty_prompt": true}
                """);
        RandomWeights.text(folder, "scheduler/scheduler_config.json", """
                {"_class_name": "EulerDiscreteScheduler", "beta_end": 0.012, "beta_schedule": "scaled_linear", "beta_start": 0.00085,
                 "num_train_timesteps": 1000, "steps_offset": 1, "timestep_spacing": "leading"}
                """);
        tower(folder, "text_encoder", "CLIPTextModel", "quick_gelu", text);
        tower(folder, "text_encoder_2", "CLIPTextModelWithProjection", "gelu", text2);
        RandomWeights.text(
                folder,
                "unet/config.json",
                String.format(
                        Locale.ROOT,
                        """
                {"_class_name": "UNet2DConditionModel", "act_fn": "silu", "addition_embed_type": "text_time",
                 "addition_time_embed_dim": %d, "attention_head_dim": %s, "block_out_channels": %s, "cross_attention_dim": %d,
                 "down_block_types": [%s], "up_block_types": [%s], "downsample_padding": 1, "flip_sin_to_cos": true,
                 "freq_shift": 0, "in_channels": 4, "out_channels": 4, "layers_per_block": %d, "mid_block_scale_factor": 1,
                 "norm_eps": 1e-05, "norm_num_groups": %d, "projection_class_embeddings_input_dim": %d, "sample_size": 128,
                 "transformer_layers_per_block": %s, "use_linear_projection": true}
                """,
                        sizes,
                        heads,
                        channels,
                        context(),
                        "\"DownBlock2D\"" + ", \"CrossAttnDownBlock2D\"".repeat(channels.size() - 1),
                        "\"CrossAttnUpBlock2D\", ".repeat(channels.size() - 1) + "\"UpBlock2D\"",
                        layers,
                        groups,
                        addition(),
                        depths.stream().map(depth -> Math.max(1, depth)).toList()));
        RandomWeights.vaeConfig(folder, vaeChannels, layers, 0.13025);
        weights.write(folder.resolve("text_encoder/model.safetensors"), clip(text, false));
        weights.write(folder.resolve("text_encoder_2/model.safetensors"), clip(text2, true));
        weights.write(folder.resolve("unet/diffusion_pytorch_model.safetensors"), unet());
        weights.write(folder.resolve("vae/diffusion_pytorch_model.safetensors"), vae());
    }

    private static void tower(Path folder, String part, String type, String act, int width) throws IOException {
        RandomWeights.text(
                folder,
                part + "/config.json",
                String.format(Locale.ROOT, """
                {"architectures": ["%s"], "model_type": "clip_text_model", "hidden_act": "%s", "hidden_size": %d,
                 "intermediate_size": %d, "num_hidden_layers": 2, "num_attention_heads": %d, "max_position_embeddings": 77,
                 "vocab_size": 49408, "layer_norm_eps": 1e-05, "bos_token_id": 0, "eos_token_id": 2, "pad_token_id": 1,
                 "projection_dim": %d}
                """, type, act, width, 4 * width, Math.max(width / 64, 1), width));
    }
}
