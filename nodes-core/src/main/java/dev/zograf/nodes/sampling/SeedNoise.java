package dev.zograf.nodes.sampling;

import dev.zograf.api.model.NoiseSource;
import dev.zograf.api.value.FloatTensor;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * The noise of a seed as node-based interfaces draw it: the latent's from one generator, that of the steps from another, and a Brownian path
 * for the methods that follow one. Immutable.
 *
 * @param latent where the latent's noise is drawn from
 * @param steps where the noise of steps is drawn from
 * @param tree the generators of the Brownian path, by their seeds
 * @param none whether the latent gets no noise
 */
record SeedNoise(long seed, NoiseSource latent, NoiseSource steps, LongFunction<NoiseSource> tree, boolean none)
        implements NoiseSource {

    /** On the CPU, the steps' generator from the seed after this one. */
    static final String CPU = "cpu";

    /** All on a GPU, from one generator. */
    static final String GPU = "gpu";

    /** The latent's on the CPU, that of the steps on a GPU from the same seed. */
    static final String MIXED = "mixed";

    /** @param gpuTree whether the Brownian path is drawn on the GPU, too, if there is one */
    static SeedNoise of(long seed, String device, boolean gpuTree) {
        boolean gpu = device.equals(GPU);
        return new SeedNoise(
                seed,
                gpu ? PhiloxNoise.of(seed) : TorchNoise.of(seed),
                device.equals(CPU) ? TorchNoise.of(seed + 1) : PhiloxNoise.of(seed),
                gpu || (gpuTree && device.equals(MIXED)) ? PhiloxNoise::of : TorchNoise::of,
                false);
    }

    /** The same without noise for the latent. */
    SeedNoise withoutLatent() {
        return new SeedNoise(seed, latent, steps, tree, true);
    }

    @Override
    public Stream open() {
        return new Latents(latent.open());
    }

    private final class Latents implements Stream {
        private final Stream drawn;

        Latents(Stream drawn) {
            this.drawn = drawn;
        }

        @Override
        public FloatTensor normal(int... shape) {
            return none ? FloatTensor.zeros(shape) : drawn.normal(shape);
        }

        @Override
        public Stream forSteps(double least, double most) {
            // One generator goes on; two are independent of how much the first has drawn.
            boolean same = latent instanceof PhiloxNoise;
            return new Path(same ? drawn : steps.open(), least, most);
        }

        @Override
        public NoiseSource mark() {
            return drawn.mark();
        }
    }

    private final class Path implements Stream {
        private final Stream drawn;
        private final double least;
        private final double most;
        private Optional<BrownianTree> path = Optional.empty();

        Path(Stream drawn, double least, double most) {
            this.drawn = drawn;
            this.least = least;
            this.most = most;
        }

        @Override
        public FloatTensor normal(int... shape) {
            return drawn.normal(shape);
        }

        @Override
        public FloatTensor between(double from, double to, int... shape) {
            if (path.isEmpty()) {
                path = Optional.of(new BrownianTree(least, most, seed, tree, shape));
            }
            return path.get().between(from, to);
        }

        @Override
        public NoiseSource mark() {
            return drawn.mark();
        }
    }
}
