package dev.zograf.api.picture;

import dev.zograf.api.BadFileException;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.InflaterInputStream;

/**
 * The texts of a PNG by keyword, from its tEXt, zTXt and iTXt chunks (PNG, sections 11.3.3.2 to 11.3.3.4). Pixels are passed over, and what
 * a file may make this hold is bounded.
 */
public final class PngTexts {

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int LONGEST = 8 << 20;
    private static final int MOST = 256;

    private final String name;
    private final Map<String, String> texts = new LinkedHashMap<>();
    private long room = 4L * LONGEST;

    private PngTexts(String name) {
        this.name = name;
    }

    /**
     * The texts; of several with one keyword the first.
     *
     * @param name by which messages name the file
     * @throws BadFileException if it is no PNG, damaged, or its texts are too large
     */
    public static Map<String, String> read(Path file, String name) {
        PngTexts reader = new PngTexts(name);
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            reader.read(in);
        } catch (EOFException e) {
            throw new BadFileException(name, "The PNG is truncated.", e);
        } catch (IOException e) {
            throw new BadFileException(name, "The PNG is damaged: " + e.getMessage() + ".", e);
        }
        return reader.texts;
    }

    private void read(DataInputStream in) throws IOException {
        if (!Arrays.equals(in.readNBytes(SIGNATURE.length), SIGNATURE)) {
            throw new BadFileException(name, "This is no PNG; metadata is read from PNG files.");
        }
        while (true) {
            int length = in.readInt();
            String type = new String(in.readNBytes(4), StandardCharsets.ISO_8859_1);
            if (length < 0 || type.length() < 4) {
                throw new EOFException();
            }
            if (type.equals("IEND")) {
                return;
            }
            if (type.equals("tEXt") || type.equals("zTXt") || type.equals("iTXt")) {
                add(type, content(in, length));
            } else {
                in.skipNBytes(length);
            }
            in.skipNBytes(4);
        }
    }

    private byte[] content(DataInputStream in, int length) throws IOException {
        if (length > LONGEST || length > room || texts.size() >= MOST) {
            throw new BadFileException(
                    name, "Its texts are too large: up to " + (LONGEST >> 20) + " MiB each and " + MOST + " are read.");
        }
        room -= length;
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return bytes;
    }

    private void add(String type, byte[] bytes) throws IOException {
        int end = zero(bytes, 0);
        String keyword = new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
        Charset charset = type.equals("iTXt") ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
        boolean packed = type.equals("zTXt");
        int from = end + (packed ? 2 : 1);
        if (type.equals("iTXt")) {
            packed = end + 1 < bytes.length && bytes[end + 1] != 0;
            from = zero(bytes, zero(bytes, Math.min(end + 3, bytes.length)) + 1) + 1;
        }
        from = Math.min(from, bytes.length);
        byte[] text = Arrays.copyOfRange(bytes, from, bytes.length);
        texts.putIfAbsent(keyword, new String(packed ? unpacked(text) : text, charset));
    }

    private static int zero(byte[] bytes, int from) {
        int at = from;
        while (at < bytes.length && bytes[at] != 0) {
            at++;
        }
        return Math.min(at, bytes.length);
    }

    private byte[] unpacked(byte[] bytes) throws IOException {
        try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(bytes))) {
            byte[] out = in.readNBytes(LONGEST + 1);
            if (out.length > LONGEST || out.length > room) {
                throw new BadFileException(name, "Its texts are too large when they are unpacked.");
            }
            room -= out.length;
            return out;
        }
    }
}
