package dev.zograf.bench.checkpoint;

import dev.zograf.tensor.DType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Writes a Stable Diffusion 1.x checkpoint with random weights in the diffusers layout. */
final class RandomCheckpoint {

    private static final Pattern ATTENTION = Pattern.compile(".*\\.attn[12]\\.to_(q|k|v|out\\.0)\\.weight");

    private final RandomWeights weights;
    private final List<Integer> unetChannels;
    private final List<Integer> vaeChannels;
    private final int unetGroups;
    private final int textWidth;
    private final int textLayers;
    private final int layers;

    private RandomCheckpoint(
            RandomWeights weights,
            List<Integer> unetChannels,
            List<Integer> vaeChannels,
            int unetGroups,
            int textWidth,
            int textLayers,
            int layers) {
        this.weights = weights;
        this.unetChannels = unetChannels;
        this.vaeChannels = vaeChannels;
        this.unetGroups = unetGroups;
        this.textWidth = textWidth;
        this.textLayers = textLayers;
        this.layers = layers;
    }

    /** The sizes of Stable Diffusion 1.5: 859.5 million parameters in the UNet. */
    static RandomCheckpoint stableDiffusion15(DType dtype) {
        return stableDiffusion15(new RandomWeights(dtype, false));
    }

    static RandomCheckpoint stableDiffusion15(RandomWeights weights) {
        return new RandomCheckpoint(
                weights, List.of(320, 640, 1280, 1280), List.of(128, 256, 512, 512), 32, 768, 12, 2);
    }

    /** The same structure with widths of a few dozen, for tests. */
    static RandomCheckpoint tiny(DType dtype) {
        return new RandomCheckpoint(new RandomWeights(dtype, false), List.of(16, 32, 32), List.of(16, 32), 8, 32, 2, 1);
    }

    /** How many bytes the weights have. */
    long bytes() {
        return weights.bytes(text()) + weights.bytes(unet()) + weights.bytes(vae());
    }

    /** How many bytes those of the ControlNet have. */
    long controlNetBytes() {
        return weights.bytes(controlNet());
    }

    private Map<String, long[]> text() {
        return TensorShapes.clipText(49408, 77, textWidth, textLayers, 4 * textWidth);
    }

    private Map<String, long[]> unet() {
        List<Integer> depths = new ArrayList<>(Collections.nCopies(unetChannels.size(), 1));
        depths.set(unetChannels.size() - 1, 0);
        return TensorShapes.unet(4, 4, unetChannels, depths, layers, textWidth, false);
    }

    private Map<String, long[]> vae() {
        return TensorShapes.vae(4, vaeChannels, layers);
    }

    private Map<String, long[]> controlNet() {
        return TensorShapes.controlNet(unetChannels, layers, textWidth);
    }

    /** Writes all files. */
    void write(Path folder) throws IOException {
        ByteTokenizer.write(folder.resolve("tokenizer"));
        RandomWeights.text(folder, "model_index.json", """
                {"_class_name": "StableDiffusionPipeline", "scheduler": ["diffusers", "PNDMScheduler"],
                 "text_encoder": ["transformers", "CLIPTextModel"], "tokenizer": ["transformers", "CLIPTokenizer"],
                 "unet": ["diffusers", "UNet2DConditionModel"], "vae": ["diffusers", "AutoencoderKL"],
                 "feature_extractor": [null, null], "safety_checker": [null, null], "requires_safety_checker": false}
                """);
        RandomWeights.text(folder, "scheduler/scheduler_config.json", """
                {"_class_name": "PNDMScheduler", "beta_end": 0.012, "beta_schedule": "scaled_linear", "beta_start": 0.00085,
                 "num_train_timesteps": 1000, "set_alpha_to_one": false, "skip_prk_steps": true, "steps_offset": 1}
                """);
        RandomWeights.text(
                folder,
                "text_encoder/config.json",
                String.format(
                        Locale.ROOT,
                        """
                {"architectures": ["CLIPTextModel"], "model_type": "clip_text_model", "hidden_act": "quick_gelu",
                 "hidden_size": %d, "intermediate_size": %d, "num_hidden_layers": %d, "num_attention_heads": %d,
                 "max_position_embeddings": 77, "vocab_size": 49408, "layer_norm_eps": 1e-05, "bos_token_id": 0,
                 "eos_token_id": 2, "pad_token_id": 1, "projection_dim": %d}
                """,
                        textWidth,
                        4 * textWidth,
                        textLayers,
                        Math.max(textWidth / 64, 1),
                        textWidth));
        int last = unetChannels.size() - 1;
        RandomWeights.text(
                folder,
                "unet/config.json",
                String.format(
                        Locale.ROOT,
                        """
                {"_class_name": "UNet2DConditionModel", "act_fn": "silu", "attention_head_dim": 8,
                 "block_out_channels": %s, "center_input_sample": false, "cross_attention_dim": %d,
                 "down_block_types": [%s], "up_block_types": [%s], "downsample_padding": 1, "flip_sin_to_cos": true,
                 "freq_shift": 0, "in_channels": 4, "out_channels": 4, "layers_per_block": %d,
                 "mid_block_scale_factor": 1, "norm_eps": 1e-05, "norm_num_groups": %d, "sample_size": 64}
                """,
                        unetChannels,
                        textWidth,
                        "\"CrossAttnDownBlock2D\", ".repeat(last) + "\"DownBlock2D\"",
                        "\"UpBlock2D\"" + ", \"CrossAttnUpBlock2D\"".repeat(last),
                        layers,
                        unetGroups));
        RandomWeights.vaeConfig(folder, vaeChannels, layers, 0.18215);
        weights.write(folder.resolve("text_encoder/model.safetensors"), text());
        weights.write(folder.resolve("unet/diffusion_pytorch_model.safetensors"), unet());
        weights.write(folder.resolve("vae/diffusion_pytorch_model.safetensors"), vae());
    }

    /** Writes a ControlNet for the UNet, as a folder of its own. */
    void writeControlNet(Path folder) throws IOException {
        RandomWeights.text(
                folder,
                "config.json",
                String.format(
                        Locale.ROOT,
                        """
                {"_class_name": "ControlNetModel", "act_fn": "silu", "attention_head_dim": 8, "block_out_channels": %s,
                 "cross_attention_dim": %d, "down_block_types": [%s], "downsample_padding": 1, "flip_sin_to_cos": true,
                 "freq_shift": 0, "in_channels": 4, "layers_per_block": %d, "mid_block_scale_factor": 1,
                 "norm_eps": 1e-05, "norm_num_groups": %d}
                """,
                        unetChannels,
                        textWidth,
                        "\"CrossAttnDownBlock2D\", ".repeat(unetChannels.size() - 1) + "\"DownBlock2D\"",
                        layers,
                        unetGroups));
        weights.write(folder.resolve("diffusion_pytorch_model.safetensors"), controlNet());
    }

    /** Writes a LoRA in kohya's format for all attention layers of the UNet. */
    void writeLora(Path file, int rank) throws IOException {
        Map<String, long[]> shapes = new TreeMap<>();
        unet().forEach((name, shape) -> {
            if (ATTENTION.matcher(name).matches()) {
                String module = "lora_unet_" + name.replace(".weight", "").replace('.', '_');
                shapes.put(module + ".lora_down.weight", new long[] {rank, shape[1]});
                shapes.put(module + ".lora_up.weight", new long[] {shape[0], rank});
            }
        });
        weights.write(file, shapes);
    }

    /** Writes the decoder of a tiny autoencoder. */
    void writeTinyDecoder(Path file) throws IOException {
        weights.write(file, TensorShapes.tinyDecoder(Math.min(64, unetChannels.get(0)), vaeChannels.size() - 1));
    }
}
