package dev.zograf.graphs.bench;

import dev.zograf.tensor.DType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Writes a Stable Diffusion 1.x checkpoint with random weights in the diffusers layout. Weights have the variance that keeps
 * activations of unit size ({@code 1 / fan-in}); norms are the identity, biases zero.
 */
final class RandomCheckpoint {

    private static final Pattern ATTENTION = Pattern.compile(".*\\.attn[12]\\.to_(q|k|v|out\\.0)\\.weight");

    private final DType dtype;
    private final List<Integer> unetChannels;
    private final List<Integer> vaeChannels;
    private final int unetGroups;
    private final int textWidth;
    private final int textLayers;
    private final int layers;

    private RandomCheckpoint(
            DType dtype,
            List<Integer> unetChannels,
            List<Integer> vaeChannels,
            int unetGroups,
            int textWidth,
            int textLayers,
            int layers) {
        this.dtype = dtype;
        this.unetChannels = unetChannels;
        this.vaeChannels = vaeChannels;
        this.unetGroups = unetGroups;
        this.textWidth = textWidth;
        this.textLayers = textLayers;
        this.layers = layers;
    }

    /** The sizes of Stable Diffusion 1.5: 859.5 million parameters in the UNet. */
    static RandomCheckpoint stableDiffusion15(DType dtype) {
        return new RandomCheckpoint(dtype, List.of(320, 640, 1280, 1280), List.of(128, 256, 512, 512), 32, 768, 12, 2);
    }

    /** The same structure with widths of a few dozen, for tests. */
    static RandomCheckpoint tiny(DType dtype) {
        return new RandomCheckpoint(dtype, List.of(16, 32, 32), List.of(16, 32), 8, 32, 2, 1);
    }

    /**
     * Writes all files.
     *
     * @param tokenizer a folder with the files of a CLIP tokenizer
     */
    void write(Path folder, Path tokenizer) throws IOException {
        Files.createDirectories(folder.resolve("tokenizer"));
        try (var files = Files.list(tokenizer)) {
            for (Path file : files.toList()) {
                Files.copy(
                        file,
                        folder.resolve("tokenizer").resolve(file.getFileName().toString()));
            }
        }
        text(folder, "model_index.json", """
                {"_class_name": "StableDiffusionPipeline", "scheduler": ["diffusers", "PNDMScheduler"],
                 "text_encoder": ["transformers", "CLIPTextModel"], "tokenizer": ["transformers", "CLIPTokenizer"],
                 "unet": ["diffusers", "UNet2DConditionModel"], "vae": ["diffusers", "AutoencoderKL"],
                 "feature_extractor": [null, null], "safety_checker": [null, null], "requires_safety_checker": false}
                """);
        text(folder, "scheduler/scheduler_config.json", """
                {"_class_name": "PNDMScheduler", "beta_end": 0.012, "beta_schedule": "scaled_linear", "beta_start": 0.00085,
                 "num_train_timesteps": 1000, "set_alpha_to_one": false, "skip_prk_steps": true, "steps_offset": 1}
                """);
        text(folder, "text_encoder/config.json", """
                {"architectures": ["CLIPTextModel"], "model_type": "clip_text_model", "hidden_act": "quick_gelu",
                 "hidden_size": %d, "intermediate_size": %d, "num_hidden_layers": %d, "num_attention_heads": %d,
                 "max_position_embeddings": 77, "vocab_size": 49408, "layer_norm_eps": 1e-05, "bos_token_id": 0,
                 "eos_token_id": 2, "pad_token_id": 1, "projection_dim": %d}
                """.formatted(
                        textWidth, 4 * textWidth, textLayers, Math.max(textWidth / 64, 1), textWidth));
        int last = unetChannels.size() - 1;
        text(folder, "unet/config.json", """
                {"_class_name": "UNet2DConditionModel", "act_fn": "silu", "attention_head_dim": 8,
                 "block_out_channels": %s, "center_input_sample": false, "cross_attention_dim": %d,
                 "down_block_types": [%s], "up_block_types": [%s], "downsample_padding": 1, "flip_sin_to_cos": true,
                 "freq_shift": 0, "in_channels": 4, "out_channels": 4, "layers_per_block": %d,
                 "mid_block_scale_factor": 1, "norm_eps": 1e-05, "norm_num_groups": %d, "sample_size": 64}
                """.formatted(
                        unetChannels,
                        textWidth,
                        "\"CrossAttnDownBlock2D\", ".repeat(last) + "\"DownBlock2D\"",
                        "\"UpBlock2D\"" + ", \"CrossAttnUpBlock2D\"".repeat(last),
                        layers,
                        unetGroups));
        int levels = vaeChannels.size();
        text(folder, "vae/config.json", """
                {"_class_name": "AutoencoderKL", "act_fn": "silu", "block_out_channels": %s, "in_channels": 3,
                 "out_channels": 3, "latent_channels": 4, "layers_per_block": %d, "norm_num_groups": %d,
                 "sample_size": 512, "scaling_factor": 0.18215, "down_block_types": [%s], "up_block_types": [%s]}
                """.formatted(
                        vaeChannels,
                        layers,
                        Math.min(32, vaeChannels.get(0)),
                        "\"DownEncoderBlock2D\"" + ", \"DownEncoderBlock2D\"".repeat(levels - 1),
                        "\"UpDecoderBlock2D\"" + ", \"UpDecoderBlock2D\"".repeat(levels - 1)));
        weights(
                folder.resolve("text_encoder/model.safetensors"),
                TensorShapes.clipText(49408, 77, textWidth, textLayers, 4 * textWidth));
        weights(
                folder.resolve("unet/diffusion_pytorch_model.safetensors"),
                TensorShapes.unet(4, 4, unetChannels, layers, textWidth, false));
        weights(folder.resolve("vae/diffusion_pytorch_model.safetensors"), TensorShapes.vae(4, vaeChannels, layers));
    }

    /** Writes a ControlNet for the UNet, as a folder of its own. */
    void writeControlNet(Path folder) throws IOException {
        text(folder, "config.json", """
                {"_class_name": "ControlNetModel", "act_fn": "silu", "attention_head_dim": 8, "block_out_channels": %s,
                 "cross_attention_dim": %d, "down_block_types": [%s], "downsample_padding": 1, "flip_sin_to_cos": true,
                 "freq_shift": 0, "in_channels": 4, "layers_per_block": %d, "mid_block_scale_factor": 1,
                 "norm_eps": 1e-05, "norm_num_groups": %d}
                """.formatted(
                        unetChannels,
                        textWidth,
                        "\"CrossAttnDownBlock2D\", ".repeat(unetChannels.size() - 1) + "\"DownBlock2D\"",
                        layers,
                        unetGroups));
        weights(
                folder.resolve("diffusion_pytorch_model.safetensors"),
                TensorShapes.controlNet(unetChannels, layers, textWidth));
    }

    /** Writes a LoRA in kohya's format for all attention layers of the UNet. */
    void writeLora(Path file, int rank) throws IOException {
        Map<String, long[]> shapes = new TreeMap<>();
        TensorShapes.unet(4, 4, unetChannels, layers, textWidth, false).forEach((name, shape) -> {
            if (ATTENTION.matcher(name).matches()) {
                String module = "lora_unet_" + name.replace(".weight", "").replace('.', '_');
                shapes.put(module + ".lora_down.weight", new long[] {rank, shape[1]});
                shapes.put(module + ".lora_up.weight", new long[] {shape[0], rank});
            }
        });
        weights(file, shapes);
    }

    private static void text(Path folder, String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Path parent = file.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Files.writeString(file, content);
    }

    private void weights(Path file, Map<String, long[]> shapes) throws IOException {
        StringBuilder header = new StringBuilder("{\"__metadata__\":{\"format\":\"pt\"}");
        long at = 0;
        for (Map.Entry<String, long[]> tensor : shapes.entrySet()) {
            long bytes = dtype.bytes() * size(tensor.getValue());
            header.append(",\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
                    .formatted(tensor.getKey(), dtype, Arrays.toString(tensor.getValue()), at, at + bytes));
            at += bytes;
        }
        header.append("}");
        header.append(" ".repeat((8 - header.length() % 8) % 8));
        SplittableRandom random = new SplittableRandom(file.getFileName().hashCode());
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            length.putLong(0, header.length());
            write(out, length);
            write(out, ByteBuffer.wrap(header.toString().getBytes(StandardCharsets.US_ASCII)));
            for (Map.Entry<String, long[]> tensor : shapes.entrySet()) {
                tensor(out, tensor.getKey(), tensor.getValue(), random);
            }
        }
    }

    private void tensor(FileChannel out, String name, long[] shape, SplittableRandom random) throws IOException {
        boolean norm = shape.length == 1 && name.endsWith(".weight");
        double spread = shape.length == 1 ? 0 : Math.sqrt(3.0 / (size(shape) / shape[0]));
        long left = size(shape);
        ByteBuffer buffer = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
        while (left > 0) {
            buffer.clear();
            for (; left > 0 && buffer.remaining() >= dtype.bytes(); left--) {
                float value = norm ? 1 : (float) ((2 * random.nextDouble() - 1) * spread);
                switch (dtype) {
                    case F32 -> buffer.putFloat(value);
                    case F16 -> buffer.putShort(HalfFloat.of(value));
                    case BF16 -> buffer.putShort((short) (Float.floatToIntBits(value) >>> 16));
                    default -> throw new IllegalArgumentException("No random weights of type " + dtype + ".");
                }
            }
            buffer.flip();
            write(out, buffer);
        }
    }

    private static long size(long[] shape) {
        return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    }

    private static void write(FileChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }
}
