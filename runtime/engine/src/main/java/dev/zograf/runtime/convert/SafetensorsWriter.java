package dev.zograf.runtime.convert;

import dev.zograf.runtime.json.JsonText;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.Weight;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes {@code .safetensors} files, one tensor after the other. */
public final class SafetensorsWriter {

    private static final int ALIGNMENT = 8;

    private final Optional<DType> type;
    private final Runnable beforeEach;

    /**
     * A writer.
     *
     * @param type what floating-point tensors become; empty to keep theirs
     * @param beforeEach called before each piece that is written; may throw to end it all
     */
    public SafetensorsWriter(Optional<DType> type, Runnable beforeEach) {
        this.type = type;
        this.beforeEach = beforeEach;
    }

    /** The type that a tensor will have. */
    DType type(Weight weight) {
        return weight.dtype().isFloat() ? type.orElse(weight.dtype()) : weight.dtype();
    }

    /** How many bytes a tensor will have. */
    long bytes(Weight weight) {
        return weight.size() * type(weight).bytes();
    }

    /**
     * Writes a file that is not there yet.
     *
     * @param metadata texts to leave in it
     */
    public void write(Path file, List<Weight> tensors, Map<String, String> metadata) throws IOException {
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            write(out, tensors, metadata);
        }
    }

    /**
     * Writes the bytes of a file.
     *
     * @param metadata texts to leave in it
     */
    void write(WritableByteChannel out, List<Weight> tensors, Map<String, String> metadata) throws IOException {
        Map<String, Object> header = new LinkedHashMap<>();
        if (!metadata.isEmpty()) {
            header.put("__metadata__", metadata);
        }
        long at = 0;
        for (Weight weight : tensors) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("dtype", type(weight).name());
            entry.put("shape", Arrays.stream(weight.shape()).boxed().toList());
            entry.put("data_offsets", List.of(at, at + bytes(weight)));
            at += bytes(weight);
            header.put(weight.name(), entry);
        }
        String json = JsonText.compact(header);
        int padding = Math.floorMod(-json.getBytes(StandardCharsets.UTF_8).length, ALIGNMENT);
        byte[] bytes = (json + " ".repeat(padding)).getBytes(StandardCharsets.UTF_8);
        ByteBuffer start = ByteBuffer.allocate(Long.BYTES + bytes.length).order(ByteOrder.LITTLE_ENDIAN);
        start.putLong(bytes.length).put(bytes).flip();
        while (start.hasRemaining()) {
            out.write(start);
        }
        TensorStream stream = new TensorStream(out, beforeEach);
        for (Weight weight : tensors) {
            stream.write(weight, type(weight));
        }
    }
}
