package dev.zograf.bench.checkpoint;

import dev.zograf.api.BadFileException;
import dev.zograf.tensor.DType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;

/** Checkpoints with random weights in a folder, each written when it is first asked for, and kept. */
public final class Checkpoints {

    private static final long SPARE = 1L << 28;

    private final Path folder;
    private final boolean small;

    /**
     * Those of a folder, which is made when it is needed.
     *
     * @param small whether they are tiny
     */
    public Checkpoints(Path folder, boolean small) {
        this.folder = folder.toAbsolutePath();
        this.small = small;
    }

    private interface Writer {
        void write(Path place) throws IOException;
    }

    /** Stable Diffusion 1.5. */
    public Path stableDiffusion(DType dtype) throws IOException {
        RandomCheckpoint random = random(dtype);
        return once("sd15-" + name(dtype), random.bytes(), random::write);
    }

    /** Stable Diffusion 1.5 in half precision with zeros for weights, for what looks at their sizes alone: it takes no room on most disks. */
    public Path stableDiffusionOfZeros() throws IOException {
        RandomWeights zeros = new RandomWeights(DType.F16, true);
        return once("sd15-zeros", 0, RandomCheckpoint.stableDiffusion15(zeros)::write);
    }

    /** A ControlNet for it. */
    public Path controlNet(DType dtype) throws IOException {
        RandomCheckpoint random = random(dtype);
        return once("sd15-controlnet-" + name(dtype), random.controlNetBytes(), random::writeControlNet);
    }

    /** A LoRA for it of rank 16; another number is another file. */
    public Path lora(int number) throws IOException {
        RandomCheckpoint random = random(DType.F16);
        return once("lora" + number + (small ? "-tiny" : "") + ".safetensors", 0, file -> random.writeLora(file, 16));
    }

    /** The decoder of a tiny autoencoder (TAESD) for it. */
    public Path tinyDecoder() throws IOException {
        RandomCheckpoint random = random(DType.F32);
        return once("taesd" + (small ? "-tiny" : "") + ".safetensors", 0, random::writeTinyDecoder);
    }

    /** Stable Diffusion XL, with text encoders of two layers each: its U-Net is what is measured. */
    public Path xl(DType dtype) throws IOException {
        RandomXl random = small ? RandomXl.tiny(dtype) : RandomXl.base(dtype);
        return once("sdxl-" + name(dtype), random.bytes(), random::write);
    }

    /** How many bytes the files of a model have. */
    public static long size(Path model) throws IOException {
        try (Stream<Path> files = Files.walk(model)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    private RandomCheckpoint random(DType dtype) {
        return small ? RandomCheckpoint.tiny(dtype) : RandomCheckpoint.stableDiffusion15(dtype);
    }

    private String name(DType dtype) {
        return (small ? "tiny-" : "") + dtype.toString().toLowerCase(Locale.ROOT);
    }

    /** Written beside its place, and moved there when it is whole. */
    private Path once(String name, long bytes, Writer writer) throws IOException {
        Path place = folder.resolve(name);
        if (Files.exists(place)) {
            return place;
        }
        Files.createDirectories(folder);
        long free = Files.getFileStore(folder).getUsableSpace();
        if (free < bytes + SPARE) {
            throw new BadFileException(
                    place.toString(),
                    String.format(
                            Locale.ROOT,
                            "This checkpoint has %.1f GB, and the disk has %.1f GB left; free some, or name another folder with --folder.",
                            bytes / 1e9,
                            free / 1e9));
        }
        Path part = folder.resolve(name + ".part");
        remove(part);
        try {
            writer.write(part);
            Files.move(part, place);
        } finally {
            remove(part);
        }
        return place;
    }

    private static void remove(Path place) throws IOException {
        if (!Files.exists(place)) {
            return;
        }
        try (Stream<Path> files = Files.walk(place)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
