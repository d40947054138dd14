package dev.zograf.runtime.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The hash BLAKE2b-512 without a key (Saarinen and Aumasson, RFC 7693). Minisign signs it, and the JDK does not have it; a library of
 * cryptography would be larger than the rest of the engine.
 */
final class Blake2b {

    private static final int BLOCK = 128;
    private static final int ROUNDS = 12;

    /** The fractions of the square roots of the first eight primes (section 2.6). */
    private static final long[] START = {
        0x6a09e667f3bcc908L, 0xbb67ae8584caa73bL, 0x3c6ef372fe94f82bL, 0xa54ff53a5f1d36f1L,
        0x510e527fade682d1L, 0x9b05688c2b3e6c1fL, 0x1f83d9abfb41bd6bL, 0x5be0cd19137e2179L
    };

    /** Which word of the block each step of a round takes (section 2.7). */
    private static final int[][] ORDER = {
        {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
        {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
        {11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4},
        {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
        {9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13},
        {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
        {12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11},
        {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
        {6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5},
        {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0}
    };

    private final long[] state = START.clone();
    private final long[] work = new long[16];
    private final long[] words = new long[16];
    private long length;

    private Blake2b() {
        state[0] ^= 0x01010000L | 64; // no key, 64 bytes of hash
    }

    /** The 64 bytes of hash of a file. */
    static byte[] hash(Path file) throws IOException {
        Blake2b hash = new Blake2b();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] block = new byte[BLOCK];
            int filled = in.readNBytes(block, 0, BLOCK);
            while (true) {
                byte[] next = new byte[BLOCK];
                int more = filled < BLOCK ? 0 : in.readNBytes(next, 0, BLOCK);
                hash.add(block, filled, more == 0);
                if (more == 0) {
                    return hash.result();
                }
                block = next;
                filled = more;
            }
        }
    }

    /** Function F of section 3.2; a block that is not full is padded by zeros. */
    private void add(byte[] block, int filled, boolean last) {
        length += filled;
        ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(words);
        System.arraycopy(state, 0, work, 0, 8);
        System.arraycopy(START, 0, work, 8, 8);
        work[12] ^= length;
        if (last) {
            work[14] = ~work[14];
        }
        for (int round = 0; round < ROUNDS; round++) {
            int[] s = ORDER[round % ORDER.length];
            mix(0, 4, 8, 12, words[s[0]], words[s[1]]);
            mix(1, 5, 9, 13, words[s[2]], words[s[3]]);
            mix(2, 6, 10, 14, words[s[4]], words[s[5]]);
            mix(3, 7, 11, 15, words[s[6]], words[s[7]]);
            mix(0, 5, 10, 15, words[s[8]], words[s[9]]);
            mix(1, 6, 11, 12, words[s[10]], words[s[11]]);
            mix(2, 7, 8, 13, words[s[12]], words[s[13]]);
            mix(3, 4, 9, 14, words[s[14]], words[s[15]]);
        }
        for (int i = 0; i < 8; i++) {
            state[i] ^= work[i] ^ work[i + 8];
        }
    }

    /** Function G of section 3.1. */
    private void mix(int a, int b, int c, int d, long x, long y) {
        work[a] += work[b] + x;
        work[d] = Long.rotateRight(work[d] ^ work[a], 32);
        work[c] += work[d];
        work[b] = Long.rotateRight(work[b] ^ work[c], 24);
        work[a] += work[b] + y;
        work[d] = Long.rotateRight(work[d] ^ work[a], 16);
        work[c] += work[d];
        work[b] = Long.rotateRight(work[b] ^ work[c], 63);
    }

    private byte[] result() {
        ByteBuffer bytes = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(state);
        return bytes.array();
    }
}
