package dev.zograf.nodes.sampling;

import dev.zograf.nodes.sampling.SigmaSchedule.Rungs;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntFunction;

/**
 * Shares of noise from 1 downwards, shifted towards noise (Esser et al. 2024, "Scaling Rectified Flow Transformers", eq. 23).
 *
 * @param range what the network is told at pure noise, mostly how many timesteps it counts
 * @param even the shares before the shift for a number of steps
 * @param shift the shift for a latent's shape
 * @param terminal what the last share is stretched to after the shift
 * @param spacing spreads the shares anew between the first and the last
 */
record FlowLadder(
        int range,
        IntFunction<double[]> even,
        Shift shift,
        Optional<Double> terminal,
        Optional<SigmaSpacing> spacing,
        DoubleUnaryOperator end)
        implements SigmaSchedule.Ladder {

    /** How far shares are moved towards noise; may depend on the picture's size. */
    @FunctionalInterface
    interface Shift {

        /** The factor by which the odds of noise to signal grow. */
        double factor(List<Integer> latentShape);
    }

    @Override
    public Rungs rungs(int count, List<Integer> latentShape) {
        double factor = shift.factor(latentShape);
        double[] sigmas = even.apply(count);
        for (int i = 0; i < sigmas.length; i++) {
            sigmas[i] = shifted(sigmas[i], factor);
        }
        int last = sigmas.length - 1;
        if (terminal.isPresent()) {
            double stretch = (1 - sigmas[last]) / (1 - terminal.get());
            for (int i = 0; i <= last && stretch > 0; i++) {
                sigmas[i] = 1 - (1 - sigmas[i]) / stretch;
            }
        }
        if (spacing.isPresent()) {
            sigmas = spacing.get().sigmas(sigmas[0], sigmas[last], sigmas.length);
        }
        double[] timesteps = new double[sigmas.length];
        for (int i = 0; i <= last; i++) {
            timesteps[i] = (float) sigmas[i] * range;
        }
        double[] all = Arrays.copyOf(sigmas, last + 2);
        all[last + 1] = end.applyAsDouble(sigmas[last]);
        return new Rungs(timesteps, all);
    }

    /** {@code f s / (1 + (f - 1) s)}. */
    static double shifted(double share, double factor) {
        return factor * share / (1 + (factor - 1) * share);
    }
}
