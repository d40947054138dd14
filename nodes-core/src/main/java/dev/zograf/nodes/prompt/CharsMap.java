package dev.zograf.nodes.prompt;

import dev.zograf.api.BadFileException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The normal forms of characters that SentencePiece writes into its models: how many bytes the trie has, a double-array trie (Aoe 1989) of
 * the bytes of characters in the form of Darts-clone, and the forms that it points to, each with a 0 behind it. It is used as Hugging
 * Face's tokenizers use it, which differs a little from SentencePiece itself. What is one cluster is decided by Unicode as the Java version
 * knows it.
 */
final class CharsMap {

    private static final Pattern CLUSTERS = Pattern.compile("\\X");

    /** Of a cluster of characters with fewer bytes the whole is looked up first. */
    private static final int SHORT = 6;

    /** In bytes; the longest normal form of Unicode has 33. */
    private static final int LONGEST_FORM = 1024;

    private final IntBuffer trie;
    private final byte[] forms;
    private final String file;

    private CharsMap(IntBuffer trie, byte[] forms, String file) {
        this.trie = trie;
        this.forms = forms;
        this.file = file;
    }

    /**
     * A table.
     *
     * @param file its name for messages
     * @throws BadFileException if the parts do not fit into it
     */
    static CharsMap of(byte[] bytes, String file) {
        ByteBuffer all = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long size = bytes.length < Integer.BYTES ? -1 : Integer.toUnsignedLong(all.getInt());
        if (size < Integer.BYTES || size % Integer.BYTES != 0 || size > all.remaining()) {
            throw damaged(file);
        }
        IntBuffer trie = all.slice(Integer.BYTES, (int) size)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asIntBuffer();
        byte[] forms = new byte[all.remaining() - (int) size];
        all.position(Integer.BYTES + (int) size).get(forms);
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(forms));
        } catch (CharacterCodingException e) {
            throw damaged(file);
        }
        return new CharsMap(trie, forms, file);
    }

    /**
     * The normal form of a text.
     *
     * @throws BadFileException if the trie is found to lead out of the table
     */
    String normalize(String text) {
        StringBuilder out = new StringBuilder(text.length());
        Matcher clusters = CLUSTERS.matcher(assigned(text));
        while (clusters.find()) {
            String cluster = text.substring(clusters.start(), clusters.end());
            byte[] key = cluster.getBytes(StandardCharsets.UTF_8);
            Optional<String> whole = key.length < SHORT ? find(key) : Optional.empty();
            if (whole.isPresent()) {
                out.append(whole.get());
            } else {
                cluster.codePoints()
                        .mapToObj(Character::toString)
                        .forEach(character -> out.append(
                                find(character.getBytes(StandardCharsets.UTF_8)).orElse(character)));
            }
        }
        return out.toString();
    }

    /** The same with letters for what Java's Unicode does not know: its clusters would end there, but most of it has marks like any other. */
    private static String assigned(String text) {
        if (text.codePoints().noneMatch(CharsMap::isUnknown)) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> out.appendCodePoint(isUnknown(c) ? (c < 0x10000 ? 'x' : 0x10000) : c));
        return out.toString();
    }

    private static boolean isUnknown(int c) {
        boolean ignorable = c == 0x2065 || (c >= 0xfff0 && c <= 0xfff8) || (c >= 0xe0000 && c <= 0xe0fff);
        return Character.getType(c) == Character.UNASSIGNED && !ignorable;
    }

    /** The form of the shortest beginning of the key that has one; of several characters it then stands for all. */
    private Optional<String> find(byte[] key) {
        int place = offset(unit(0));
        for (byte b : key) {
            int label = Byte.toUnsignedInt(b);
            if (label == 0) {
                break;
            }
            place ^= label;
            int unit = unit(place);
            if ((unit & 0x800000ff) != label) {
                break;
            }
            place ^= offset(unit);
            boolean leaf = (unit >>> 8 & 1) == 1;
            if (leaf) {
                return Optional.of(form(unit(place) & 0x7fffffff));
            }
        }
        return Optional.empty();
    }

    private int unit(int place) {
        if (place < 0 || place >= trie.limit()) {
            throw damaged(file);
        }
        return trie.get(place);
    }

    private static int offset(int unit) {
        return unit >>> 10 << ((unit & 1 << 9) >>> 6);
    }

    private String form(int from) {
        int to = from;
        while (to < forms.length && forms[to] != 0) {
            to++;
            if (to - from > LONGEST_FORM) {
                throw damaged(file);
            }
        }
        boolean within = from < forms.length && (forms[from] & 0xc0) == 0x80;
        if (from > forms.length || within) {
            throw damaged(file);
        }
        return new String(forms, from, to - from, StandardCharsets.UTF_8);
    }

    private static BadFileException damaged(String file) {
        return new BadFileException(
                file,
                "The table of normal forms of characters (precompiled_charsmap) is damaged. Download the file again.");
    }
}
