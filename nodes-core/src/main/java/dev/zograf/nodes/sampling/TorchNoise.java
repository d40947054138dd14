package dev.zograf.nodes.sampling;

import dev.zograf.api.model.NoiseSource;
import dev.zograf.api.value.FloatTensor;

/**
 * The normal numbers of {@code torch.randn(shape, generator=torch.Generator("cpu").manual_seed(seed))}, to the bit and on every
 * machine: MT19937 and the transform of Box and Muller (1958), in double precision for fewer than 16 numbers and in blocks of 16
 * single-precision numbers otherwise. Immutable; a position on one such generator.
 */
public final class TorchNoise implements NoiseSource {

    private static final int BLOCK = 16;
    private static final float TWO_PI = (float) (2 * Math.PI);

    private final MersenneTwister generator;
    private final double kept;

    private TorchNoise(MersenneTwister generator, double kept) {
        this.generator = generator;
        this.kept = kept;
    }

    /** The start of a generator. Only the low 32 bits of the seed matter, as in PyTorch. */
    public static TorchNoise of(long seed) {
        return new TorchNoise(new MersenneTwister((int) seed), Double.NaN);
    }

    @Override
    public Stream open() {
        return new Draws(generator.copy(), kept);
    }

    private static final class Draws implements Stream {

        private final MersenneTwister generator;

        /** The second number of the last pair of doubles, or NaN: PyTorch keeps it for the next small draw. */
        private double kept;

        Draws(MersenneTwister generator, double kept) {
            this.generator = generator;
            this.kept = kept;
        }

        @Override
        public FloatTensor normal(int... shape) {
            int size = FloatTensor.zeros(shape).size();
            float[] out = new float[size];
            if (size < BLOCK) {
                for (int i = 0; i < size; i++) {
                    out[i] = (float) single();
                }
            } else {
                blocks(out);
            }
            return FloatTensor.wrap(out, shape);
        }

        @Override
        public NoiseSource mark() {
            return new TorchNoise(generator.copy(), kept);
        }

        private double single() {
            if (!Double.isNaN(kept)) {
                double value = kept;
                kept = Double.NaN;
                return value;
            }
            double angle = 2 * Math.PI * uniform53();
            double radius = StrictMath.sqrt(-2 * StrictMath.log1p(-uniform53()));
            kept = radius * StrictMath.sin(angle);
            return radius * StrictMath.cos(angle);
        }

        private double uniform53() {
            return (generator.next64() & (1L << 53) - 1) * 0x1p-53;
        }

        private void blocks(float[] out) {
            for (int i = 0; i < out.length; i++) {
                out[i] = uniform24();
            }
            for (int at = 0; at + BLOCK <= out.length; at += BLOCK) {
                transform(out, at);
            }
            if (out.length % BLOCK != 0) {
                // An incomplete block cannot be transformed: the last 16 are drawn afresh, over some that were done
                // already.
                int at = out.length - BLOCK;
                for (int i = at; i < out.length; i++) {
                    out[i] = uniform24();
                }
                transform(out, at);
            }
        }

        private float uniform24() {
            return (generator.next32() & 0xffffff) * 0x1p-24f;
        }

        private static void transform(float[] out, int at) {
            for (int j = at; j < at + BLOCK / 2; j++) {
                float u1 = 1f - out[j];
                float u2 = out[j + BLOCK / 2];
                float radius = (float) Math.sqrt(-2f * CephesFloat.log(u1));
                float angle = TWO_PI * u2;
                out[j] = radius * CephesFloat.cos(angle);
                out[j + BLOCK / 2] = radius * CephesFloat.sin(angle);
            }
        }
    }
}
