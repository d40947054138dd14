package dev.zograf.testkit.fake;

import dev.zograf.api.model.NoiseSource;
import dev.zograf.api.value.FloatTensor;
import java.util.Random;

/** Standard normal numbers of the JDK's generator: the same for the same seed and position. */
public final class FakeNoise implements NoiseSource {

    private final long seed;
    private final int drawn;

    /** The start of the generator of a seed. */
    public FakeNoise(long seed) {
        this(seed, 0);
    }

    private FakeNoise(long seed, int drawn) {
        this.seed = seed;
        this.drawn = drawn;
    }

    @Override
    public Stream open() {
        Random random = new Random(seed);
        for (int i = 0; i < drawn; i++) {
            random.nextGaussian();
        }
        return new Position(random);
    }

    private final class Position implements Stream {

        private final Random random;
        private int count = drawn;

        Position(Random random) {
            this.random = random;
        }

        @Override
        public FloatTensor normal(int... shape) {
            FloatTensor numbers = FloatTensor.zeros(shape).map(zero -> random.nextGaussian());
            count += numbers.size();
            return numbers;
        }

        @Override
        public NoiseSource mark() {
            return new FakeNoise(seed, count);
        }
    }
}
