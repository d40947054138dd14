package dev.zograf.nodes.sampling.solver;

import dev.zograf.api.value.FloatTensor;

/** The noise of one step of {@link Seeds2} and {@link Seeds3}: each stage has that of the one before, faded, and some of its own. */
final class SeedsNoise {

    private final Walk walk;
    private final double length;
    private final double deviation;
    private FloatTensor sum;

    /** @param length of the step in lambda, times eta; 0 for none */
    SeedsNoise(Walk walk, FloatTensor like, double length, double deviation) {
        this.walk = walk;
        this.length = deviation == 0 ? 0 : length;
        this.deviation = deviation;
        sum = like.times(0);
    }

    /** Goes on from one share of the step to the next. */
    void extend(double start, double end) {
        if (length > 0) {
            double faded = Math.exp((start - end) * length);
            double own = Math.sqrt(-Math.expm1(2 * (start - end) * length));
            // Drawn even where none of it is used, as in the published code: the next step draws after it.
            sum = sum.times(faded).plus(own, walk.fresh(sum));
        }
    }

    /** The stage with its noise. */
    FloatTensor addTo(FloatTensor stage, double sigma) {
        return length > 0 ? stage.plus(sigma * deviation, sum) : stage;
    }
}
