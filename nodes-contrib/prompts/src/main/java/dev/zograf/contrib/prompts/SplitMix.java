package dev.zograf.contrib.prompts;

import java.util.List;

/**
 * SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014): small, good enough for choosing words,
 * and written out here so that a seed chooses the same words for ever, on every JDK.
 */
final class SplitMix {

    private long state;

    SplitMix(long seed) {
        state = seed;
    }

    private long nextLong() {
        state += 0x9e3779b97f4a7c15L;
        long z = (state ^ state >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }

    /** From 0 to below 1, in steps of 2^-53. */
    double nextDouble() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }

    /** From 0 to below the bound. */
    int nextInt(int bound) {
        return (int) (nextDouble() * bound);
    }

    /** Fisher and Yates' shuffle, from the end. */
    <T> void shuffle(List<T> list) {
        for (int i = list.size() - 1; i > 0; i--) {
            int j = nextInt(i + 1);
            T swapped = list.get(i);
            list.set(i, list.get(j));
            list.set(j, swapped);
        }
    }
}
