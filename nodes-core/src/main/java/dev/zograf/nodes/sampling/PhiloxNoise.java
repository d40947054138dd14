package dev.zograf.nodes.sampling;

import dev.zograf.api.model.NoiseSource;
import dev.zograf.api.value.FloatTensor;

/**
 * The normal numbers of {@code torch.randn(shape, generator=torch.Generator("cuda").manual_seed(seed))}: Philox4x32-10 with a thread of the
 * GPU as the upper half of the counter and the transform of Box and Muller (1958) in single precision. As on a GPU, a thread makes
 * four numbers at a time, a whole grid apart; the grid is as large as the numbers ask for, up to what a GPU runs at once: 128 multiprocessors
 * of 1536 threads here, which matters only beyond 196608 numbers. The GPU's own approximations of logarithm and sine differ by a few
 * millionths. Immutable; a position on one such generator.
 */
public final class PhiloxNoise implements NoiseSource {

    private static final int BLOCK = 256;
    private static final int MOST_BLOCKS = 128 * (1536 / BLOCK);
    private static final int AT_ONCE = 4;
    private static final float SCALE = 0x1p-32f;
    private static final float ANGLE = (float) (0x1p-32 * 2 * Math.PI);

    private final long seed;
    private final long drawn;

    private PhiloxNoise(long seed, long drawn) {
        this.seed = seed;
        this.drawn = drawn;
    }

    /** The start of a generator; all 64 bits of the seed matter. */
    public static PhiloxNoise of(long seed) {
        return new PhiloxNoise(seed, 0);
    }

    @Override
    public Stream open() {
        return new Draws(seed, drawn);
    }

    private static final class Draws implements Stream {
        private final long seed;

        /** How many blocks of four words each thread has used. */
        private long drawn;

        Draws(long seed, long drawn) {
            this.seed = seed;
            this.drawn = drawn;
        }

        @Override
        public FloatTensor normal(int... shape) {
            int size = FloatTensor.zeros(shape).size();
            float[] out = new float[size];
            int threads = BLOCK * Math.min((size + BLOCK - 1) / BLOCK, MOST_BLOCKS);
            int[] words = new int[AT_ONCE];
            long round = drawn;
            for (int start = 0; start < size; start += threads * AT_ONCE, round++) {
                for (int thread = 0; thread < threads && start + thread < size; thread++) {
                    Philox.block(seed, round, thread, words);
                    for (int i = 0; i < AT_ONCE && start + thread + i * threads < size; i++) {
                        out[start + thread + i * threads] = number(words, i);
                    }
                }
            }
            drawn = round;
            return FloatTensor.wrap(out, shape);
        }

        /** The sine of the first angle, its cosine, and the same for the second. */
        private static float number(int[] words, int i) {
            int pair = i / 2 * 2;
            float u = Math.fma(unsigned(words[pair]), SCALE, SCALE / 2);
            float angle = Math.fma(unsigned(words[pair + 1]), ANGLE, ANGLE / 2);
            float radius = (float) Math.sqrt(-2f * (float) StrictMath.log(u));
            return radius * (float) (i % 2 == 0 ? StrictMath.sin(angle) : StrictMath.cos(angle));
        }

        private static float unsigned(int word) {
            return word & 0xffffffffL;
        }

        @Override
        public NoiseSource mark() {
            return new PhiloxNoise(seed, drawn);
        }
    }
}
