package dev.zograf.runtime.model;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes safetensors files for tests, good ones and bad ones. */
public final class SafetensorsBytes {

    private final List<String> entries = new ArrayList<>();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();

    /** Adds a tensor of the given bytes. */
    public SafetensorsBytes add(String name, String dtype, long[] shape, byte[] bytes) {
        int from = data.size();
        data.writeBytes(bytes);
        entries.add(String.format(
                "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}",
                name, dtype, Arrays.toString(shape), from, data.size()));
        return this;
    }

    /** Adds a tensor of 32-bit floats. */
    public SafetensorsBytes add(String name, float[] numbers, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(numbers.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(numbers);
        return add(name, "F32", shape, bytes.array());
    }

    /** The file. */
    public byte[] bytes() {
        return file("{" + String.join(",", entries) + "}", data.toByteArray());
    }

    /** A file of any header and data. */
    public static byte[] file(String header, byte[] data) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + json.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .put(data)
                .array();
    }
}
