package dev.zograf.nodes.sampling;

import dev.zograf.nodes.sampling.SigmaSchedule.Rungs;
import java.util.Arrays;
import java.util.List;

/**
 * Ratios between two given ones; the network is told a quarter of their logarithm (Karras et al. 2022, table 1).
 *
 * @param toZero whether the last step ends without noise, or at the least ratio
 */
record EdmLadder(SigmaSpacing spacing, double largest, double least, boolean toZero) implements SigmaSchedule.Ladder {

    @Override
    public Rungs rungs(int count, List<Integer> latentShape) {
        double[] sigmas = spacing.sigmas(largest, least, count);
        double[] timesteps = new double[count];
        for (int i = 0; i < count; i++) {
            timesteps[i] = timestepOf(sigmas[i]);
        }
        double[] all = Arrays.copyOf(sigmas, count + 1);
        all[count] = toZero ? 0 : sigmas[count - 1];
        return new Rungs(timesteps, all);
    }

    /** What the network is told at a ratio. */
    static double timestepOf(double sigma) {
        return 0.25 * Math.log(sigma);
    }
}
