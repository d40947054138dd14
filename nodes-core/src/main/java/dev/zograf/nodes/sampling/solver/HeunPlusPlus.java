package dev.zograf.nodes.sampling.solver;

import dev.zograf.api.value.FloatTensor;

/**
 * Heun's method that looks two steps ahead and weighs the slopes by their noise (Carzit 2023, "Heun++", of the collection
 * sd-webui-samplers-scheduler): {@code heunpp2}. Three evaluations a step, two in the last but one, one in the last.
 */
public record HeunPlusPlus(Churn churn) implements SigmaSampler {

    @Override
    public FloatTensor walk(Walk walk, FloatTensor x) {
        for (int i = 0; i < walk.count(); i++) {
            double from = churn.raised(walk, i);
            double to = walk.sigma(i + 1);
            x = churn.raise(walk, i, x);
            FloatTensor x0 = (from == walk.sigma(i) ? walk.denoise(x, i) : walk.denoise(x, from)).x0();
            FloatTensor first = Walk.slope(x, x0, from);
            FloatTensor second = walk.reached(i + 1, x.plus(to - from, first));
            int ahead = Math.min(walk.count() - i, 3);
            if (ahead == 1) {
                x = second;
                continue;
            }
            FloatTensor slope = Walk.slope(second, walk.denoise(second, i + 1).x0(), to);
            double whole = ahead * walk.sigma(0);
            double secondShare = to / whole;
            FloatTensor sum = slope.times(secondShare);
            double thirdShare = 0;
            if (ahead == 3) {
                double beyond = walk.sigma(i + 2);
                FloatTensor third = walk.reached(i + 2, second.plus(beyond - to, slope));
                thirdShare = beyond / whole;
                sum = sum.plus(
                        thirdShare, Walk.slope(third, walk.denoise(third, i + 2).x0(), beyond));
            }
            x = walk.reached(i + 1, x.plus(to - from, sum.plus(1 - secondShare - thirdShare, first)));
        }
        return x;
    }
}
