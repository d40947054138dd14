package dev.zograf.nodes.sampling;

import dev.zograf.api.model.NoiseSource;
import dev.zograf.api.value.FloatTensor;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * One Brownian path between two amounts of noise, halved again and again: each half is drawn given the whole, from a seed that depends on
 * its place only, so that the path is the same whatever the steps (Li et al. 2020, "Scalable Gradients for Stochastic Differential
 * Equations", section 4; the numbers are those of torchsde's BrownianTree with its tolerance of 1e-6).
 */
final class BrownianTree {

    private static final int DIGITS = 6;
    private static final int REMEMBERED = 64;

    private final long seed;
    private final LongFunction<NoiseSource> generators;
    private final int[] shape;
    private final Interval whole;
    private final FloatTensor wholeGain;
    private final Map<String, FloatTensor> increments = new LinkedHashMap<>(REMEMBERED, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, FloatTensor> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** A part of the path: the place of a node in the tree. */
    private record Interval(double start, double end, long place, int depth) {

        String key() {
            return place + "/" + depth;
        }

        double middle() {
            return rounded(0.5 * (end + start));
        }

        Interval left() {
            return new Interval(start, middle(), 2 * place, depth + 1);
        }

        Interval right() {
            return new Interval(middle(), end, 2 * place + 1, depth + 1);
        }
    }

    /** @param generators the generator of a seed: of the CPU or of a GPU */
    BrownianTree(double least, double most, long seed, LongFunction<NoiseSource> generators, int... shape) {
        this.seed = seed;
        this.generators = generators;
        this.shape = shape.clone();
        double start = (float) least;
        double end = (float) most;
        whole = new Interval(rounded(start), rounded(end), 0, 0);
        wholeGain = drawn(new SeedSequence(seed).first()).times((float) Math.sqrt(end - start));
    }

    /** Standard normal numbers: the increment from one amount of noise to another, over the root of its length. */
    FloatTensor between(double from, double to) {
        float low = (float) Math.min(from, to);
        float high = (float) Math.max(from, to);
        double start = rounded(Math.min(Math.max(low, whole.start()), whole.end()));
        double end = rounded(Math.min(Math.max(high, whole.start()), whole.end()));
        if (start == end) {
            return FloatTensor.zeros(shape);
        }
        FloatTensor sum = sum(whole, wholeGain, start, end, Optional.empty());
        float length = (float) Math.sqrt(high - low);
        return from < to ? sum.over(length) : sum.times(-1).over(length);
    }

    /** What the path gains between two places of an interval, beside what is there already. */
    private FloatTensor sum(Interval at, FloatTensor gain, double start, double end, Optional<FloatTensor> sum) {
        if (start == at.start() && end == at.end()) {
            return sum.map(before -> before.plus(gain)).orElse(gain);
        }
        double middle = at.middle();
        FloatTensor left = left(at, gain);
        if (end <= middle) {
            return sum(at.left(), left, start, end, sum);
        }
        FloatTensor right = gain.minus(left);
        if (start >= middle) {
            return sum(at.right(), right, start, end, sum);
        }
        FloatTensor both = sum(at.left(), left, start, middle, sum);
        return sum(at.right(), right, middle, end, Optional.of(both));
    }

    /** The gain of the left half, given that of the whole: normal around its share. */
    private FloatTensor left(Interval at, FloatTensor gain) {
        return increments.computeIfAbsent(at.key(), key -> {
            double before = at.middle() - at.start();
            double after = at.end() - at.middle();
            double over = 1 / (at.end() - at.start());
            FloatTensor fresh = drawn(new SeedSequence(seed, at.place(), at.depth()).first());
            return gain.times((float) before).times((float) over).plus(fresh.times((float)
                    Math.sqrt(before * after * over)));
        });
    }

    private FloatTensor drawn(long from) {
        return generators.apply(from).open().normal(shape);
    }

    private static double rounded(double value) {
        return new BigDecimal(value).setScale(DIGITS, RoundingMode.HALF_EVEN).doubleValue();
    }
}
