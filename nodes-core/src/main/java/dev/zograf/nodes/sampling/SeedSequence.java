package dev.zograf.nodes.sampling;

import java.util.ArrayList;
import java.util.List;

/**
 * Seeds from a seed: the hash of O'Neill (2015, "Developing a seed_seq Alternative") as NumPy has it, with a pool of 24 words, which is what
 * torchsde's trees draw their seeds with.
 */
final class SeedSequence {

    private static final int POOL = 24;
    private static final int SHIFT = 16;
    private static final int INIT_A = 0x43b0d7e5;
    private static final int STEP_A = 0x931e8875;
    private static final int INIT_B = 0x8b51f9dd;
    private static final int STEP_B = 0x58f38ded;
    private static final int MIX_LEFT = 0xca01f9dd;
    private static final int MIX_RIGHT = 0x4973f715;

    private final int[] pool = new int[POOL];
    private int constant = INIT_A;

    /** @param path numbers that tell apart what grows from one seed; none for the root */
    SeedSequence(long seed, long... path) {
        List<Integer> words = words(seed);
        while (path.length > 0 && words.size() < POOL) {
            words.add(0);
        }
        for (long step : path) {
            words.addAll(words(step));
        }
        for (int i = 0; i < POOL; i++) {
            pool[i] = hashed(i < words.size() ? words.get(i) : 0);
        }
        for (int from = 0; from < POOL; from++) {
            for (int to = 0; to < POOL; to++) {
                if (from != to) {
                    pool[to] = mixed(pool[to], hashed(pool[from]));
                }
            }
        }
        for (int i = POOL; i < words.size(); i++) {
            for (int to = 0; to < POOL; to++) {
                pool[to] = mixed(pool[to], hashed(words.get(i)));
            }
        }
    }

    /** The first word that comes out, unsigned. */
    long first() {
        int hash = INIT_B;
        int word = pool[0] ^ hash;
        hash *= STEP_B;
        word *= hash;
        return (word ^ word >>> SHIFT) & 0xffffffffL;
    }

    private static List<Integer> words(long number) {
        List<Integer> out = new ArrayList<>(List.of((int) number));
        if (number >>> 32 != 0) {
            out.add((int) (number >>> 32));
        }
        return out;
    }

    private int hashed(int value) {
        int out = value ^ constant;
        constant *= STEP_A;
        out *= constant;
        return out ^ out >>> SHIFT;
    }

    private static int mixed(int x, int y) {
        int out = MIX_LEFT * x - MIX_RIGHT * y;
        return out ^ out >>> SHIFT;
    }
}
