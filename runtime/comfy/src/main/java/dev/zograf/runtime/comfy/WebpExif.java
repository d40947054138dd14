package dev.zograf.runtime.comfy;

import dev.zograf.api.BadFileException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The texts that ComfyUI writes into the EXIF block of a WebP file: fields of text that begin with a keyword and a colon
 * ({@code prompt:{…}}). WebP is RIFF (developers.google.com/speed/webp/docs/riff_container), EXIF is TIFF (TIFF 6.0, section 2).
 */
final class WebpExif {

    private static final int LONGEST = 16 << 20;
    private static final int ENTRY = 12;
    private static final int ASCII = 2;

    private WebpExif() {}

    /**
     * The texts by keyword.
     *
     * @throws BadFileException if the file is damaged
     */
    static Map<String, String> read(Path file, String name) {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            in.skipNBytes(12);
            while (true) {
                byte[] head = in.readNBytes(8);
                if (head.length < 8) {
                    return Map.of();
                }
                String type = new String(head, 0, 4, StandardCharsets.ISO_8859_1);
                long length = ByteBuffer.wrap(head, 4, 4)
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .getInt()
                        & 0xFFFFFFFFL;
                if (type.equals("EXIF")) {
                    if (length > LONGEST) {
                        throw new BadFileException(name, "Its EXIF block is too large.");
                    }
                    byte[] block = in.readNBytes((int) length);
                    return texts(block);
                }
                in.skipNBytes(length + (length & 1));
            }
        } catch (EOFException e) {
            throw new BadFileException(name, "The WebP is truncated.", e);
        } catch (IOException e) {
            throw new BadFileException(name, "The WebP is damaged: " + e.getMessage() + ".", e);
        }
    }

    private static Map<String, String> texts(byte[] block) {
        Map<String, String> texts = new LinkedHashMap<>();
        int start = block.length > 6 && block[0] == 'E' && block[1] == 'x' ? 6 : 0;
        ByteBuffer tiff = ByteBuffer.wrap(block, start, block.length - start).slice();
        if (tiff.limit() < 8) {
            return texts;
        }
        tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        long directory = tiff.getInt(4) & 0xFFFFFFFFL;
        if (directory + 2 > tiff.limit()) {
            return texts;
        }
        int entries = tiff.getShort((int) directory) & 0xFFFF;
        for (int i = 0; i < entries; i++) {
            long at = directory + 2 + (long) i * ENTRY;
            if (at + ENTRY > tiff.limit()) {
                break;
            }
            int entry = (int) at;
            long count = tiff.getInt(entry + 4) & 0xFFFFFFFFL;
            if (tiff.getShort(entry + 2) == ASCII) {
                long from = count <= 4 ? entry + 8 : tiff.getInt(entry + 8) & 0xFFFFFFFFL;
                if (from + count <= tiff.limit()) {
                    byte[] bytes = new byte[(int) count];
                    tiff.get((int) from, bytes);
                    add(new String(bytes, StandardCharsets.UTF_8).replace("\0", ""), texts);
                }
            }
        }
        return texts;
    }

    private static void add(String text, Map<String, String> texts) {
        int colon = text.indexOf(':');
        if (colon > 0 && colon < 32) {
            texts.putIfAbsent(text.substring(0, colon), text.substring(colon + 1));
        }
    }
}
