package dev.zograf.nodes.tensors;

import dev.zograf.api.value.FloatTensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;

/**
 * Writes tensors of 32-bit floats as a {@code .safetensors} file: eight bytes with the header's length, the header in JSON, the numbers one
 * tensor after the other, little-endian (the format's specification). Names need no escapes.
 */
public final class TensorWriter {

    private static final int ALIGNMENT = 8;

    private TensorWriter() {}

    /** Writes all tensors in the order of their names. */
    public static void write(SortedMap<String, FloatTensor> tensors, OutputStream out) throws IOException {
        StringBuilder header = new StringBuilder("{");
        long offset = 0;
        for (Map.Entry<String, FloatTensor> entry : tensors.entrySet()) {
            long end = offset + 4L * entry.getValue().size();
            header.append(header.length() == 1 ? "" : ",")
                    .append('"')
                    .append(entry.getKey())
                    .append("\":{\"dtype\":\"F32\",\"shape\":")
                    .append(Arrays.toString(entry.getValue().shape()).replace(" ", ""))
                    .append(",\"data_offsets\":[")
                    .append(offset)
                    .append(',')
                    .append(end)
                    .append("]}");
            offset = end;
        }
        header.append('}');
        while (header.length() % ALIGNMENT != 0) {
            header.append(' ');
        }
        byte[] text = header.toString().getBytes(StandardCharsets.UTF_8);
        out.write(little(8).putLong(0, text.length).array());
        out.write(text);
        for (FloatTensor tensor : tensors.values()) {
            ByteBuffer bytes = little(4 * tensor.size());
            bytes.asFloatBuffer().put(tensor.buffer());
            out.write(bytes.array());
        }
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
