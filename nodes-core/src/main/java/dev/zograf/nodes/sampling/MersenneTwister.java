package dev.zograf.nodes.sampling;

/**
 * The generator MT19937 (Matsumoto and Nishimura 1998): 32 random bits at a time, period 2^19937 - 1. Mutable; for one thread.
 */
final class MersenneTwister {

    private static final int SIZE = 624;
    private static final int SHIFT = 397;

    private final int[] state;
    private int next;

    /** Starts from a seed, as the authors' {@code init_genrand} of 2002 does. */
    MersenneTwister(int seed) {
        state = new int[SIZE];
        state[0] = seed;
        for (int i = 1; i < SIZE; i++) {
            state[i] = 1812433253 * (state[i - 1] ^ state[i - 1] >>> 30) + i;
        }
        next = SIZE;
    }

    private MersenneTwister(MersenneTwister other) {
        state = other.state.clone();
        next = other.next;
    }

    /** Another generator that goes on from here. */
    MersenneTwister copy() {
        return new MersenneTwister(this);
    }

    /** The next 32 bits. */
    int next32() {
        if (next == SIZE) {
            twist();
        }
        int y = state[next++];
        y ^= y >>> 11;
        y ^= y << 7 & 0x9d2c5680;
        y ^= y << 15 & 0xefc60000;
        return y ^ y >>> 18;
    }

    /** The next 64 bits, the first draw on top. */
    long next64() {
        long high = next32();
        return high << 32 | next32() & 0xffffffffL;
    }

    private void twist() {
        for (int i = 0; i < SIZE; i++) {
            int y = state[i] & 0x80000000 | state[(i + 1) % SIZE] & 0x7fffffff;
            int mixed = y >>> 1 ^ ((y & 1) == 0 ? 0 : 0x9908b0df);
            state[i] = state[(i + SHIFT) % SIZE] ^ mixed;
        }
        next = 0;
    }
}
