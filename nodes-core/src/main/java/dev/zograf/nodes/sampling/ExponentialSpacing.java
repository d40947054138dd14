package dev.zograf.nodes.sampling;

/**
 * Even in the logarithm, so that each step divides the noise by the same factor. The same as even steps of the half-log
 * signal-to-noise ratio lambda (Lu et al. 2022, "DPM-Solver", section 3.1), which some call the Lu schedule.
 */
record ExponentialSpacing() implements SigmaSpacing {

    @Override
    public double[] sigmas(double max, double min, int count) {
        double from = Math.log(max);
        double to = Math.log(min);
        double[] out = SigmaSpacing.ramp(count);
        for (int i = 0; i < count; i++) {
            out[i] = Math.exp(from + out[i] * (to - from));
        }
        return out;
    }
}
