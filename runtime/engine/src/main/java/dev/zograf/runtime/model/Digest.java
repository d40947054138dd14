package dev.zograf.runtime.model;

import dev.zograf.runtime.digest.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** A short name for a long text. */
final class Digest {

    private static final int BYTES = 16;

    private Digest() {}

    /** The first 128 bits of its SHA-256, in hexadecimal. */
    static String of(String text) {
        byte[] hash = Sha256.digest().digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash, 0, BYTES);
    }
}
