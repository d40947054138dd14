package dev.zograf.bench.checkpoint;

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
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Writes safetensors files with random weights. They have the variance that keeps activations of unit size ({@code 1 / fan-in}); norms
 * are the identity, biases zero.
 */
final class RandomWeights {

    private final DType dtype;
    private final boolean zeros;

    /** @param zeros whether all weights are zero, which take no room on most disks */
    RandomWeights(DType dtype, boolean zeros) {
        this.dtype = dtype;
        this.zeros = zeros;
    }

    /** How many bytes these tensors have. */
    long bytes(Map<String, long[]> shapes) {
        return shapes.values().stream().mapToLong(RandomWeights::size).sum() * dtype.bytes();
    }

    /** The configuration of a VAE. */
    static void vaeConfig(Path folder, List<Integer> channels, int layers, double scale) throws IOException {
        int levels = channels.size();
        text(
                folder,
                "vae/config.json",
                String.format(
                        Locale.ROOT,
                        """
                {"_class_name": "AutoencoderKL", "act_fn": "silu", "block_out_channels": %s, "in_channels": 3,
                 "out_channels": 3, "latent_channels": 4, "layers_per_block": %d, "norm_num_groups": %d,
                 "sample_size": 512, "scaling_factor": %s, "down_block_types": [%s], "up_block_types": [%s]}
                """,
                        channels,
                        layers,
                        Math.min(32, channels.get(0)),
                        scale,
                        "\"DownEncoderBlock2D\"" + ", \"DownEncoderBlock2D\"".repeat(levels - 1),
                        "\"UpDecoderBlock2D\"" + ", \"UpDecoderBlock2D\"".repeat(levels - 1)));
    }

    /** Writes a file of text and makes its folder. */
    static void text(Path folder, String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Path parent = file.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Files.writeString(file, content);
    }

    void write(Path file, Map<String, long[]> shapes) throws IOException {
        StringBuilder header = new StringBuilder("{\"__metadata__\":{\"format\":\"pt\"}");
        long at = 0;
        for (Map.Entry<String, long[]> tensor : shapes.entrySet()) {
            long bytes = dtype.bytes() * size(tensor.getValue());
            header.append(String.format(
                    Locale.ROOT,
                    ",\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}",
                    tensor.getKey(),
                    dtype,
                    Arrays.toString(tensor.getValue()),
                    at,
                    at + bytes));
            at += bytes;
        }
        header.append("}");
        header.append(" ".repeat((8 - header.length() % 8) % 8));
        Path parent = file.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        SplittableRandom random =
                new SplittableRandom(String.valueOf(file.getFileName()).hashCode());
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            length.putLong(0, header.length());
            write(out, length);
            write(out, ByteBuffer.wrap(header.toString().getBytes(StandardCharsets.US_ASCII)));
            if (zeros) {
                write(out.position(out.position() + at - 1), ByteBuffer.allocate(1));
                return;
            }
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
