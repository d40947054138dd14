package dev.zograf.nodes.sampling.solver;

import dev.zograf.api.value.FloatTensor;

/**
 * DPM-Solver-fast: a number of evaluations is spent on steps of third order and what is left on lower ones, even in the logarithm of
 * the noise between the largest and the least of the schedule, and ending there (Lu et al. 2022a, section 3.3): {@code dpm_fast}.
 *
 * @param eta 0 is deterministic, 1 as much noise as DDPM
 * @param noise the deviation of the fresh noise, 1 by the book
 */
public record DpmFast(double eta, double noise) implements SigmaSampler {

    @Override
    public FloatTensor walk(Walk walk, FloatTensor x) {
        int evaluations = walk.count();
        int groups = evaluations / 3 + 1;
        double first = Math.log(walk.sigma(0));
        double least = DpmAdaptive.least(walk);
        double width = (Math.log(least) - first) / groups;
        for (int g = 0; g < groups; g++) {
            boolean whole = evaluations % 3 == 0;
            int order = whole ? Math.min(3, groups - g) : g < groups - 1 ? 3 : evaluations % 3;
            double from = Math.exp(first + g * width);
            double to = g == groups - 1 ? least : Math.exp(first + (g + 1) * width);
            double down = Math.max(least, Ancestral.exploding(from, to, eta).down());
            DpmStep step = new DpmStep(walk, x, from, down);
            switch (order) {
                case 1 -> x = step.one();
                case 2 -> x = step.two(0.5, step.stage(0.5));
                default -> x = step.three(step.stage(1 / 3.0));
            }
            x = walk.noised(x, noise * Math.sqrt(Math.max(to * to - down * down, 0)));
            x = walk.reached(to, x);
        }
        return x;
    }
}
