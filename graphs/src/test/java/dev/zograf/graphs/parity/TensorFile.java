package dev.zograf.graphs.parity;

import dev.zograf.api.model.Config;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.runtime.json.JsonConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The tensors of a small safetensors file as floats, read independently of the engine. Whole numbers must fit a float. */
public final class TensorFile {

    private final Map<String, FloatTensor> tensors = new LinkedHashMap<>();
    private final Set<String> whole = new HashSet<>();

    private TensorFile() {}

    /** Reads a file; one that is missing has no tensors. */
    public static TensorFile read(Path file) throws IOException {
        TensorFile out = new TensorFile();
        if (!Files.exists(file)) {
            return out;
        }
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        byte[] header = new byte[(int) bytes.getLong()];
        bytes.get(header);
        ByteBuffer data = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        Config names = Config.of(file.toString(), JsonConfig.parse(file.toString(), header));
        for (String name : new TreeSet<>(names.names())) {
            if (!name.equals("__metadata__")) {
                out.add(name, names.object(name).orElseThrow(), data);
            }
        }
        return out;
    }

    private void add(String name, Config entry, ByteBuffer data) {
        int[] shape = entry.integers("shape").stream().mapToInt(i -> i).toArray();
        List<Integer> offsets = entry.integers("data_offsets");
        ByteBuffer part =
                data.slice(offsets.get(0), offsets.get(1) - offsets.get(0)).order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        String type = entry.text("dtype");
        for (int i = 0; i < values.length; i++) {
            switch (type) {
                case "F32" -> values[i] = part.getFloat();
                case "F64" -> values[i] = (float) part.getDouble();
                case "I64" -> values[i] = part.getLong();
                case "I32" -> values[i] = part.getInt();
                case "U8", "BOOL" -> values[i] = part.get() & 0xff;
                default -> throw new IllegalArgumentException(name + " has the type " + type + ".");
            }
        }
        tensors.put(name, FloatTensor.wrap(values, shape));
        if (!type.startsWith("F")) {
            whole.add(name);
        }
    }

    Set<String> names() {
        return tensors.keySet();
    }

    /** Whether the numbers were stored as whole numbers. */
    boolean isWhole(String name) {
        return whole.contains(name);
    }

    /** A tensor. */
    public FloatTensor get(String name) {
        FloatTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("There is no " + name + "; there are " + names() + ".");
        }
        return tensor;
    }
}
