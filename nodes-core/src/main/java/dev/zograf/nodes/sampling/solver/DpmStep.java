package dev.zograf.nodes.sampling.solver;

import dev.zograf.api.value.FloatTensor;

/**
 * DPM-Solver's steps of first, second and third order in terms of the noise (Lu et al. 2022a, algorithms 1 and 2), from one amount of
 * noise to another. What the model said at the start is shared between the orders.
 */
final class DpmStep {

    private final Walk walk;
    private final FloatTensor x;
    private final double start;
    private final double h;
    private final double end;
    private final FloatTensor first;

    /** Evaluates the model at the start. */
    DpmStep(Walk walk, FloatTensor x, double from, double to) {
        this.walk = walk;
        this.x = x;
        start = -Math.log(from);
        h = -Math.log(to) - start;
        end = to;
        first = Walk.slope(x, walk.denoise(x, from).x0(), from);
    }

    FloatTensor one() {
        return x.plus(-end * Math.expm1(h), first);
    }

    /** The noise at a share of the step, where an Euler step of that length ends. */
    FloatTensor stage(double share) {
        double sigma = sigma(share);
        FloatTensor stage = walk.reached(sigma, x.plus(-sigma * Math.expm1(share * h), first));
        return Walk.slope(stage, walk.denoise(stage, sigma).x0(), sigma);
    }

    FloatTensor two(double share, FloatTensor second) {
        double whole = -end * Math.expm1(h);
        return x.plus(whole, first).plus(whole / (2 * share), second.minus(first));
    }

    /** @param second the noise at a third of the step */
    FloatTensor three(FloatTensor second) {
        double early = 1 / 3.0;
        double late = 2 / 3.0;
        double sigma = sigma(late);
        double bend = late / early * (Math.expm1(late * h) / (late * h) - 1);
        FloatTensor stage = x.plus(-sigma * Math.expm1(late * h), first).plus(-sigma * bend, second.minus(first));
        stage = walk.reached(sigma, stage);
        FloatTensor third = Walk.slope(stage, walk.denoise(stage, sigma).x0(), sigma);
        return x.plus(-end * Math.expm1(h), first).plus(-end / late * (Math.expm1(h) / h - 1), third.minus(first));
    }

    private double sigma(double share) {
        return Math.exp(-(start + share * h));
    }
}
