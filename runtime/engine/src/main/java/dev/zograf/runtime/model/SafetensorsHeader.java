package dev.zograf.runtime.model;

import dev.zograf.api.BadFileException;
import dev.zograf.runtime.json.JsonConfig;
import dev.zograf.tensor.DType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The JSON header of a safetensors file, checked as its specification demands: known types, sizes that multiply to the bytes that
 * are there, tensors that lie one behind the other without a gap or an overlap and fill the file.
 */
final class SafetensorsHeader {

    /** What the header says of a tensor; offsets count from the first byte after the header. */
    record Entry(String name, DType dtype, long[] shape, long from, long to) {}

    private static final String AGAIN = " Download the file again.";

    private final String file;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, String> metadata = new TreeMap<>();

    /**
     * Parses and checks a header.
     *
     * @param dataBytes how many bytes follow it in the file
     */
    SafetensorsHeader(String file, byte[] json, long dataBytes) {
        this.file = file;
        if (json.length == 0 || json[0] != '{') {
            throw bad("This is not a safetensors file: its header is no JSON object.");
        }
        JsonConfig.parse(file, json).forEach(this::read);
        entries.sort(Comparator.comparingLong(Entry::from).thenComparingLong(Entry::to));
        long end = 0;
        String last = "the header";
        for (Entry entry : entries) {
            if (entry.from < end) {
                throw bad("The tensors " + last + " and " + entry.name + " overlap." + AGAIN);
            }
            if (entry.from > end) {
                throw bad("There are " + (entry.from - end) + " bytes between " + last + " and " + entry.name
                        + " that belong to no tensor." + AGAIN);
            }
            if (entry.to > dataBytes) {
                throw bad("The file is truncated: the tensor " + entry.name + " ends at byte " + entry.to
                        + " of the data, but there are only " + dataBytes + "." + AGAIN);
            }
            end = entry.to;
            last = entry.name;
        }
        if (end != dataBytes) {
            throw bad("There are " + (dataBytes - end) + " bytes after " + last + " that belong to no tensor." + AGAIN);
        }
    }

    /** The tensors in order of the file. */
    List<Entry> entries() {
        return entries;
    }

    /** The texts under {@code __metadata__}. */
    Map<String, String> metadata() {
        return metadata;
    }

    private void read(String name, @Nullable Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw bad("The entry " + name + " is not an object.");
        }
        if (name.equals("__metadata__")) {
            map.forEach((key, text) -> {
                if (!(text instanceof String string)) {
                    throw bad("The metadata " + key + " is not a text.");
                }
                metadata.put(String.valueOf(key), string);
            });
            return;
        }
        DType dtype = dtype(name, map.get("dtype"));
        long[] shape = naturals(name, "shape", map.get("shape"));
        long[] offsets = naturals(name, "data_offsets", map.get("data_offsets"));
        if (offsets.length != 2 || offsets[1] < offsets[0]) {
            throw bad("The data offsets of the tensor " + name + " are no range." + AGAIN);
        }
        long bytes = dtype.bytes();
        for (long size : shape) {
            try {
                bytes = Math.multiplyExact(bytes, size);
            } catch (ArithmeticException e) {
                throw new BadFileException(file, "The shape of the tensor " + name + " is impossibly large.", e);
            }
        }
        if (bytes != offsets[1] - offsets[0]) {
            throw bad("The tensor " + name + " needs " + bytes + " bytes for its shape and type, but has "
                    + (offsets[1] - offsets[0]) + "." + AGAIN);
        }
        entries.add(new Entry(name, dtype, shape, offsets[0], offsets[1]));
    }

    private DType dtype(String name, @Nullable Object value) {
        if (!(value instanceof String text)) {
            throw bad("The tensor " + name + " has no type." + AGAIN);
        }
        return DType.of(text)
                .orElseThrow(() -> bad("The tensor " + name + " has the type " + text
                        + ", which is not supported; convert the file to F16, BF16 or F32."));
    }

    private long[] naturals(String name, String field, @Nullable Object value) {
        if (!(value instanceof List<?> list)) {
            throw bad("The tensor " + name + " has no " + field.replace('_', ' ') + "." + AGAIN);
        }
        long[] out = new long[list.size()];
        for (int i = 0; i < out.length; i++) {
            if (!(list.get(i) instanceof Long number) || number < 0) {
                throw bad(String.format(
                        Locale.ROOT,
                        "The %s of the tensor %s holds %s.%s",
                        field.replace('_', ' '),
                        name,
                        list.get(i),
                        AGAIN));
            }
            out[i] = number;
        }
        return out;
    }

    private BadFileException bad(String message) {
        return new BadFileException(file, message);
    }
}
