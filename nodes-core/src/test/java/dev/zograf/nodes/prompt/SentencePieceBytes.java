package dev.zograf.nodes.prompt;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Writes a {@code spiece.model}, and the table of normal forms in it. */
final class SentencePieceBytes {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    SentencePieceBytes piece(String text, float score, int type) {
        return message(
                1, new SentencePieceBytes().bytes(1, utf8(text)).real(2, score).whole(3, type));
    }

    SentencePieceBytes normalizer(byte[] charsMap) {
        return message(
                3,
                new SentencePieceBytes()
                        .bytes(2, charsMap)
                        .whole(3, 1)
                        .whole(4, 1)
                        .whole(5, 1));
    }

    SentencePieceBytes message(int field, SentencePieceBytes message) {
        return bytes(field, message.toBytes());
    }

    SentencePieceBytes bytes(int field, byte[] bytes) {
        varint(field << 3 | 2);
        varint(bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    SentencePieceBytes whole(int field, long value) {
        varint(field << 3);
        return varint(value);
    }

    SentencePieceBytes real(int field, float value) {
        varint(field << 3 | 5);
        out.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(value)
                .array());
        return this;
    }

    SentencePieceBytes varint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
        return this;
    }

    byte[] toBytes() {
        return out.toByteArray();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A table of normal forms: each node of its trie has a block of 256 units for what follows it. */
    static byte[] charsMap(Map<String, String> forms) {
        TreeMap<Integer, Integer> units = new TreeMap<>();
        units.put(0, 1 << 18);
        ByteArrayOutputStream texts = new ByteArrayOutputStream();
        int blocks = 2;
        for (Map.Entry<String, String> form : forms.entrySet()) {
            int place = 0;
            for (byte b : utf8(form.getKey())) {
                int label = Byte.toUnsignedInt(b);
                place = place ^ units.get(place) >>> 10 ^ label;
                if (!units.containsKey(place)) {
                    units.put(place, (place ^ blocks++ << 8) << 10 | label);
                }
            }
            units.put(place ^ units.get(place) >>> 10, texts.size() | 1 << 31);
            units.merge(place, 1 << 8, (a, bit) -> a | bit);
            texts.writeBytes(utf8(form.getValue() + "\0"));
        }
        int count = blocks << 8;
        ByteBuffer out = ByteBuffer.allocate(4 + 4 * count + texts.size()).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(4 * count);
        units.forEach((place, unit) -> out.putInt(4 + 4 * place, unit));
        return out.position(4 + 4 * count).put(texts.toByteArray()).array();
    }
}
