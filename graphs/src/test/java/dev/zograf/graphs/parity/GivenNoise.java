package dev.zograf.graphs.parity;

import dev.zograf.api.model.NoiseSource;
import dev.zograf.api.value.FloatTensor;
import java.util.Arrays;
import java.util.List;

/** A stream of noise that was drawn elsewhere. Asking for another shape than the next one, or for more, is an error. */
record GivenNoise(List<FloatTensor> draws) implements NoiseSource {

    @Override
    public Stream open() {
        return new Stream() {
            private int next;

            @Override
            public FloatTensor normal(int... shape) {
                if (next == draws.size()) {
                    throw new AssertionError("More than " + next + " draws of noise were made.");
                }
                FloatTensor draw = draws.get(next++);
                if (!Arrays.equals(draw.shape(), shape)) {
                    throw new AssertionError("Draw " + (next - 1) + " is " + draw + ", not " + Arrays.toString(shape));
                }
                return draw;
            }

            @Override
            public NoiseSource mark() {
                return new GivenNoise(draws.subList(next, draws.size()));
            }
        };
    }
}
