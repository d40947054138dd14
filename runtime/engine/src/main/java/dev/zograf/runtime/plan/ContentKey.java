package dev.zograf.runtime.plan;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * Identifies a result by how it was made: type, version, fingerprint, literal inputs and the keys of what flows in (a Merkle
 * hash, SHA-256). Does not depend on the ids or the order of nodes; equal keys mean equal results.
 */
public final class ContentKey {

    private final byte[] hash;

    ContentKey(byte[] hash) {
        this.hash = hash;
    }

    byte[] hash() {
        return hash;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ContentKey key && Arrays.equals(hash, key.hash);
    }

    @Override
    public int hashCode() {
        // Any bits of a hash are as good as all of them.
        return (hash[0] << 24) | ((hash[1] & 0xFF) << 16) | ((hash[2] & 0xFF) << 8) | (hash[3] & 0xFF);
    }

    /** The first eight digits. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(hash, 0, 4);
    }
}
