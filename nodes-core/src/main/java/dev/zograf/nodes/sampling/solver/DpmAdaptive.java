package dev.zograf.nodes.sampling.solver;

import dev.zograf.api.model.NoiseLevel;
import dev.zograf.api.model.Steps;
import dev.zograf.api.value.FloatTensor;
import java.util.List;

/**
 * DPM-Solver-23: steps whose length follows from the difference between the second and the third order, between the largest and the
 * least noise of the schedule, whatever its steps (Lu et al. 2022a, appendix C; Crowson 2022, k-diffusion, for the control of the
 * length): {@code dpm_adaptive}.
 *
 * @param relative the tolerance in relation to the latent
 * @param absolute the tolerance beside that
 * @param first the length of the first step, in lambda
 * @param eta 0 is deterministic, 1 as much noise as DDPM
 * @param noise the deviation of the fresh noise, 1 by the book
 */
public record DpmAdaptive(double relative, double absolute, double first, double eta, double noise)
        implements SigmaSampler {

    private static final double CLOSE = 1e-5;
    private static final double ACCEPT = 0.81;
    private static final double TINY = 1e-8;

    /** Steps that are tried before it is said that they lead nowhere. */
    private static final int MOST = 10000;

    @Override
    public FloatTensor walk(Walk walk, FloatTensor x) {
        double least = least(walk);
        double end = -Math.log(least);
        double at = -Math.log(walk.sigma(0));
        double length = first;
        FloatTensor before = x;
        for (int tried = 0; at < end - CLOSE; tried++) {
            if (tried == MOST) {
                throw new IllegalStateException("dpm_adaptive made " + MOST
                        + " steps without coming to the end; choose a larger tolerance or another sampler.");
            }
            double from = Math.exp(-at);
            double next = Math.min(end, at + length);
            double to = next == end ? least : Math.exp(-next);
            double down = Math.max(least, Ancestral.exploding(from, to, eta).down());
            DpmStep step = new DpmStep(walk, x, from, down);
            FloatTensor second = step.stage(1 / 3.0);
            FloatTensor low = step.two(1 / 3.0, second);
            FloatTensor high = step.three(second);
            double factor = Math.pow(1 / (error(low, high, before) + TINY), 1 / (eta > 0 ? 1.5 : 3));
            factor = 1 + Math.atan(factor - 1);
            if (factor >= ACCEPT) {
                before = low;
                x = walk.noised(high, noise * Math.sqrt(Math.max(to * to - down * down, 0)));
                at = next;
            }
            x = walk.reached(Math.exp(-at), x);
            length *= factor;
        }
        return x;
    }

    private double error(FloatTensor low, FloatTensor high, FloatTensor before) {
        double sum = 0;
        for (int i = 0; i < low.size(); i++) {
            double size = Math.max(Math.abs(low.at(i)), Math.abs(before.at(i)));
            double off = (low.at(i) - high.at(i)) / Math.max(absolute, relative * size);
            sum += off * off;
        }
        return Math.sqrt(sum / low.size());
    }

    /** The least noise above none: the last level but a clean one. */
    static double least(Walk walk) {
        int last = walk.count();
        return walk.clean(last) ? walk.sigma(last - 1) : walk.sigma(last);
    }

    /** How many there will be is not known; this is what a run of the same length with three evaluations a step has. */
    @Override
    public List<NoiseLevel> evaluations(Steps steps) {
        return steps.all().stream()
                .flatMap(step -> List.of(step.from(), step.from(), step.from()).stream())
                .toList();
    }
}
